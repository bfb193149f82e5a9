import { EXPORT_FONTS, plainSvg } from './plain-svg.ts';

/** A drawing of the page, and what is written around it in the exported picture. */
export interface Tile {
  readonly drawing: SVGSVGElement;
  readonly caption?: string;
  /** Below the drawing: rows of cells, the first cell at the left edge, the others right-aligned in columns. */
  readonly table?: readonly (readonly string[])[];
  /** Below that, broken into lines. */
  readonly text?: string;
}

export interface Picture {
  readonly title: string;
  readonly subtitle?: string;
  /** Row by row. */
  readonly tiles: readonly (readonly Tile[])[];
}

const MARGIN = 20;
const GAP = 24;
const LINE = 16;
/** Pixels of a letter at 11 px, in the mean. */
const LETTER = 5.6;
/** Of a bold one at 12 px. */
const CAPTION_LETTER = 7.2;
const NAMESPACE = 'http://www.w3.org/2000/svg';

/** A self-contained SVG on a light ground: drawings in rows under a title, each with its caption, figures and sentence. */
export function pictureOf({ title, subtitle, tiles }: Picture): string {
  const root = element('svg', { xmlns: NAMESPACE, 'font-family': EXPORT_FONTS, 'font-size': 11, fill: '#1a2029' });
  const ground = root.appendChild(element('rect', { fill: '#ffffff' }));
  root.append(text(title, { x: MARGIN, y: MARGIN + 12, 'font-size': 16, 'font-weight': 600 }));
  let y = MARGIN + 24;
  let width = 2 * MARGIN + title.length * 8.5;
  if (subtitle !== undefined) {
    root.append(text(subtitle, { x: MARGIN, y: y + 8, fill: '#566172' }));
    width = Math.max(width, 2 * MARGIN + subtitle.length * LETTER);
    y += LINE + 8;
  }
  for (const row of tiles) {
    let x = MARGIN;
    let lowest = y;
    for (const tile of row) {
      const placed = place(root, tile, x, y);
      x += placed.width + GAP;
      lowest = Math.max(lowest, placed.bottom);
    }
    width = Math.max(width, x - GAP + MARGIN);
    y = lowest + GAP;
  }
  const size = { width: Math.ceil(width), height: Math.ceil(y) };
  for (const [name, value] of Object.entries(size)) {
    root.setAttribute(name, String(value));
    ground.setAttribute(name, String(value));
  }
  root.setAttribute('viewBox', `0 0 ${String(size.width)} ${String(size.height)}`);
  return new XMLSerializer().serializeToString(root);
}

function place(root: Element, { drawing, caption, table = [], text: sentence }: Tile, x: number, top: number) {
  let y = top;
  const copy = plainSvg(drawing);
  const width = Number(copy.getAttribute('width'));
  for (const line of brokenAt(caption ?? '', Math.floor(width / CAPTION_LETTER))) {
    root.append(text(line, { x, y: y + 11, 'font-size': 12, 'font-weight': 600 }));
    y += LINE;
  }
  if (caption !== undefined) y += 6;
  copy.setAttribute('x', String(x));
  copy.setAttribute('y', String(y));
  root.append(copy);
  y += Number(copy.getAttribute('height')) + 8;
  const columns = Math.max(...table.map((row) => row.length), 1);
  for (const row of table) {
    y += LINE;
    for (const [column, cell] of row.entries()) {
      const at =
        column === 0 ? { x } : { x: x + (width * (0.4 * (columns - 1) + 0.6 * column)) / (columns - 1), 'text-anchor': 'end' };
      root.append(text(cell, { ...at, y }));
    }
  }
  for (const line of brokenAt(sentence ?? '', Math.floor(width / LETTER))) {
    y += LINE;
    root.append(text(line, { x, y: y + 4, fill: '#566172' }));
  }
  return { width, bottom: y + 8 };
}

/** Lines of at most `letters`, broken at spaces. */
export function brokenAt(sentence: string, letters: number): readonly string[] {
  const lines: string[] = [];
  for (const word of sentence.split(' ').filter((part) => part !== '')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > letters) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

function element(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes))
    if (key !== 'xmlns') made.setAttribute(key, String(typeof value === 'number' ? Math.round(value * 10) / 10 : value));
  return made;
}

function text(words: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const made = element('text', attributes);
  made.textContent = words;
  return made;
}
