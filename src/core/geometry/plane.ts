import { type GeometryRecord, inner, normOf } from './record.ts';

/** One vector on the plane. */
export interface Arrow {
  readonly name: string;
  /** Coordinates on the plane's two axes. */
  readonly x: number;
  readonly y: number;
  /** The vector's true length. */
  readonly length: number;
  /** Share of its squared length outside the plane, 0 to 1: x² + y² = (1 − outside) · length². 0 for the zero vector. */
  readonly outside: number;
}

export interface Plane {
  /** The two vectors that span it; the first lies on the x axis, the second has y ≥ 0. */
  readonly axes: readonly [string, string];
  readonly arrows: readonly Arrow[];
}

/**
 * Below this share of its squared length across the first axis, a vector counts as lying along it. The inner products are sums in float32
 * (core/geometry/chunks.ts), right to some 1e-7 of the lengths' product: what they leave of a smaller share is rounding, of any direction.
 */
const ALONG = 1e-6;

/**
 * Every vector of a record on the plane of total and final gradient, or of joint and unimodal gradient where no link changed anything
 * (architecture.md: geometry is honest about dimension). Nothing is drawn longer or shorter than it is: what the plane does not hold
 * stands in `outside`.
 *
 * y axis: e₂ = (a − (a·t / t·t) t) / ‖…‖ with a = final − total, which spans the same plane as the final gradient and loses no digits
 * when little was applied. Where both axes' vectors lie along each other, y is 0 for all.
 */
export function planeOf(record: Pick<GeometryRecord, 'vectors' | 'gram'>): Plane {
  const isChanged = normOf(record, 'applied') > 0;
  const [first, second, towards] = isChanged
    ? (['total', 'final', 'applied'] as const)
    : (['joint', 'unimodal', 'unimodal'] as const);
  const lengthOfFirst = normOf(record, first);
  const squareOfFirst = lengthOfFirst ** 2;
  const slope = squareOfFirst > 0 ? inner(record, towards, first) / squareOfFirst : 0;
  const across = inner(record, towards, towards) - slope ** 2 * squareOfFirst;
  const lengthAcross = across > ALONG * inner(record, towards, towards) ? Math.sqrt(across) : 0;
  const arrows = record.vectors.map((name): Arrow => {
    const length = normOf(record, name);
    const along = inner(record, name, first);
    const x = lengthOfFirst > 0 ? along / lengthOfFirst : 0;
    const y = lengthAcross > 0 ? (inner(record, name, towards) - slope * along) / lengthAcross : 0;
    const outside = length > 0 ? Math.min(Math.max(1 - (x ** 2 + y ** 2) / length ** 2, 0), 1) : 0;
    return { name, x, y, length, outside };
  });
  return { axes: [first, second], arrows };
}
