import { EXPORT_FONTS } from '../export/plain-svg.ts';
import { mainOf, type Line, type Threshold, type XAxis } from './line.ts';
import { niceTicks } from './nice-ticks.ts';
import { LINE_WIDTH, mappingsOf, markCorners, RAW_OPACITY, type Area, type Scene } from './scene.ts';
import { AXIS_TITLES, place, value } from './ticks.ts';
import { marksOf, trace, type Pen } from './trace.ts';

export interface ChartDrawing {
  readonly title: string;
  readonly scene: Scene;
  readonly axis: XAxis;
  readonly thresholds: readonly Threshold[];
  /** "1,204 of 84,210 points" */
  readonly note: string;
}

const WIDTH = 720;
const PLOT: Area = { left: 64, right: WIDTH - 20, top: 48, bottom: 348 };
const INK = '#1a2029';
const SOFT = '#566172';
const GRID = '#dde1e7';
const LEGEND_ROW = 18;
/** Pixels of a letter of 11 px, in the mean. */
const LETTER = 5.8;

/** A chart as an SVG that stands alone, on a light ground, with axes, legend and how many points it shows. */
export function lineSvg({ title, scene, axis, thresholds, note }: ChartDrawing): string {
  const { toX, toY } = mappingsOf(scene, PLOT);
  const legend = legendOf(scene.lines, PLOT.bottom + 50);
  const height = legend.bottom + 14;
  const parts = [
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    `<text x="20" y="28" font-size="15" font-weight="600" fill="${INK}">${escaped(title)}</text>`,
    `<text x="${WIDTH - 20}" y="28" text-anchor="end" fill="${SOFT}">${escaped(note)}</text>`,
    ...niceTicks(scene.xRange, 8, scene.isXLog).map((at) => verticalTick(toX(at), place(at, axis))),
    ...niceTicks(scene.yRange, 6, scene.isYLog).map((at) => horizontalTick(toY(at), value(at))),
    `<text x="${(PLOT.left + PLOT.right) / 2}" y="${PLOT.bottom + 34}" text-anchor="middle" fill="${SOFT}">${AXIS_TITLES[axis]}</text>`,
    `<clipPath id="plot"><rect x="${PLOT.left}" y="${PLOT.top}" width="${PLOT.right - PLOT.left}" height="${PLOT.bottom - PLOT.top}"/></clipPath>`,
    '<g clip-path="url(#plot)" fill="none" stroke-linejoin="round" stroke-linecap="round">',
    ...thresholds.map(({ value: level, label }) => thresholdOf(toY(level), label)),
    ...scene.lines.filter(({ curve }) => curve.smoothed !== null).map((line) => pathOf(line, line.curve.values, scene, true)),
    ...scene.lines.map((line) => pathOf(line, mainOf(line.curve), scene, false)),
    '</g>',
    ...scene.lines.flatMap((line) => marksIn(line, scene)),
    ...legend.parts,
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="${EXPORT_FONTS}" font-size="11">${parts.join('')}</svg>`;
}

function pathOf(line: Line, values: Float64Array, scene: Scene, isRaw: boolean): string {
  const { toX, toY } = mappingsOf(scene, PLOT);
  let d = '';
  const pen: Pen = {
    moveTo: (x, y) => void (d += `M${short(x)} ${short(y)}`),
    lineTo: (x, y) => void (d += `L${short(x)} ${short(y)}`),
  };
  trace(pen, line.x, values, toX, toY, scene.xRange);
  const dash = !isRaw && line.dash.length > 0 ? ` stroke-dasharray="${line.dash.join(' ')}"` : '';
  const look = isRaw ? ` stroke-opacity="${RAW_OPACITY}" stroke-width="1"` : ` stroke-width="${LINE_WIDTH}"${dash}`;
  return `<path d="${d}" stroke="${line.stroke}"${look}/>`;
}

function marksIn(line: Line, scene: Scene): string[] {
  const { toX } = mappingsOf(scene, PLOT);
  return marksOf(line.x, line.curve.values, toX, scene.xRange).map((mark) => {
    const points = markCorners(mark, PLOT)
      .map(([x, y]) => `${short(x)},${short(y)}`)
      .join(' ');
    const fill = mark.kind === 'nan' ? `fill="none" stroke="${line.stroke}"` : `fill="${line.stroke}"`;
    return `<polygon points="${points}" ${fill}/>`;
  });
}

function verticalTick(x: number, label: string): string {
  return (
    `<line x1="${short(x)}" x2="${short(x)}" y1="${PLOT.top}" y2="${PLOT.bottom}" stroke="${GRID}" stroke-width="0.7"/>` +
    `<text x="${short(x)}" y="${PLOT.bottom + 16}" text-anchor="middle" fill="${SOFT}">${escaped(label)}</text>`
  );
}

function horizontalTick(y: number, label: string): string {
  return (
    `<line x1="${PLOT.left}" x2="${PLOT.right}" y1="${short(y)}" y2="${short(y)}" stroke="${GRID}" stroke-width="0.7"/>` +
    `<text x="${PLOT.left - 8}" y="${short(y + 4)}" text-anchor="end" fill="${SOFT}">${escaped(label)}</text>`
  );
}

function thresholdOf(y: number, label: string): string {
  return (
    `<line x1="${PLOT.left}" x2="${PLOT.right}" y1="${short(y)}" y2="${short(y)}" stroke="#8f5a00" stroke-dasharray="5 4"/>` +
    `<text x="${PLOT.right - 4}" y="${short(y - 5)}" text-anchor="end" fill="#8f5a00">${escaped(label)}</text>`
  );
}

function legendOf(lines: readonly Line[], top: number): { readonly parts: readonly string[]; readonly bottom: number } {
  let [x, y] = [PLOT.left, top];
  const parts: string[] = [];
  for (const { label, stroke, dash } of lines) {
    const width = 34 + label.length * LETTER;
    if (x > PLOT.left && x + width > PLOT.right) [x, y] = [PLOT.left, y + LEGEND_ROW];
    const dashes = dash.length > 0 ? ` stroke-dasharray="${dash.join(' ')}"` : '';
    parts.push(
      `<line x1="${short(x)}" x2="${short(x + 18)}" y1="${y - 4}" y2="${y - 4}" stroke="${stroke}" stroke-width="2.5"${dashes}/>`,
      `<text x="${short(x + 24)}" y="${y}" fill="${INK}">${escaped(label)}</text>`,
    );
    x += width + 8;
  }
  return { parts, bottom: y };
}

const short = (pixels: number): number => Math.round(pixels * 10) / 10;
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
