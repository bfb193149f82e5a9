/** Fonts of an exported picture, which must look alike where ours is not installed. */
export const EXPORT_FONTS = "Inter, 'Segoe UI', Helvetica, Arial, sans-serif";

/** What a drawing's look is made of, with what it is where nothing is said. */
const LOOK: readonly (readonly [property: string, initial: string])[] = [
  ['fill', 'rgb(0, 0, 0)'],
  ['fill-opacity', '1'],
  ['stroke', 'none'],
  ['stroke-width', '1px'],
  ['stroke-dasharray', 'none'],
  ['stroke-linecap', 'butt'],
  ['stroke-linejoin', 'miter'],
  ['stroke-opacity', '1'],
  ['opacity', '1'],
  ['paint-order', 'normal'],
];
const TEXT_LOOK: typeof LOOK = [
  ['font-size', ''],
  ['font-weight', '400'],
  ['font-style', 'normal'],
  ['text-anchor', 'start'],
  ['dominant-baseline', 'auto'],
];
/** What every element inside inherits and need not say again. */
const INHERITED = new Set(LOOK.map(([name]) => name).filter((name) => name !== 'opacity'));
const PAGE_ONLY = ['class', 'style', 'tabindex', 'role'];

/**
 * A drawing of the page as one that stands alone: the look that style sheets and theme give it is written into its elements, in the
 * colours of the light theme. Elements of the class `not-exported` are left out. The drawing on the page stays as it is.
 */
export function plainSvg(drawing: SVGSVGElement): SVGSVGElement {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  for (const element of copy.querySelectorAll('.not-exported')) element.remove();
  const stage = document.createElement('div');
  stage.style.cssText = 'position:fixed;left:-100000px;top:0;color-scheme:light;';
  stage.append(copy);
  (drawing.parentElement ?? document.body).append(stage);
  try {
    const { width, height } = drawing.viewBox.baseVal;
    copy.setAttribute('width', String(width));
    copy.setAttribute('height', String(height));
    // Looks first, for all: they depend on the classes, which go then.
    const elements = [copy, ...copy.querySelectorAll<SVGElement>('*')];
    const looks = elements.map((element) => lookOf(element));
    for (const [i, element] of elements.entries()) write(element, looks[i] ?? new Map());
  } finally {
    stage.remove();
    copy.remove();
  }
  return copy;
}

function lookOf(element: SVGElement): Map<string, string> {
  const style = getComputedStyle(element);
  const parent = element.parentElement instanceof SVGElement ? getComputedStyle(element.parentElement) : null;
  const isText = element instanceof SVGTextContentElement;
  const look = new Map<string, string>();
  for (const [name, initial] of isText ? [...LOOK, ...TEXT_LOOK] : LOOK) {
    const value = style.getPropertyValue(name);
    const inherited = parent !== null && (INHERITED.has(name) || isText) ? parent.getPropertyValue(name) : initial;
    if (value !== inherited && !(name === 'opacity' && value === '1')) look.set(name, shortened(value));
  }
  return look;
}

function write(element: SVGElement, look: ReadonlyMap<string, string>): void {
  for (const node of [...element.childNodes]) if (node.nodeType === Node.COMMENT_NODE) node.remove();
  for (const { name } of [...element.attributes])
    if (PAGE_ONLY.includes(name) || name.startsWith('aria-') || name.startsWith('data-')) element.removeAttribute(name);
  for (const [name, value] of look) element.setAttribute(name, value);
}

/** `rgb(26, 32, 41)` as `#1a2029`, `12px` as `12`. */
function shortened(value: string): string {
  const found = /^rgb\((\d+), (\d+), (\d+)\)$/.exec(value);
  if (found === null) return value.replace(/(?<=\d)px/g, '');
  return `#${found
    .slice(1)
    .map((part) => Number(part).toString(16).padStart(2, '0'))
    .join('')}`;
}
