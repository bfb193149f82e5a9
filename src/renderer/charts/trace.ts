import type { Range } from './line.ts';
import type { Mapping } from './mapping.ts';
import { indexAtOrAfter } from './search.ts';

/** What a polyline is drawn with: a canvas' path, or the text of an SVG path. */
export interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
}

/** Pixels beyond which nothing is drawn; keeps coordinates small where a value lies far outside the range. */
const FAR = 20_000;
/** From so many points a pixel on, a pixel column is drawn as one upright stroke over all its values. */
const DENSE = 1.5;

/**
 * Draws the points within a horizontal range, and one more on both sides, as a line that breaks where a value is not finite or has no
 * place on the axis. A point between two breaks becomes a stroke of no length, which a round cap makes a dot. Where points stand
 * closer than pixels, what is drawn looks the same and has at most four corners a pixel.
 */
export function trace(pen: Pen, x: Float64Array, y: Float64Array, toX: Mapping, toY: Mapping, range: Range): void {
  const begin = Math.max(0, indexAtOrAfter(x, range[0]) - 1);
  const end = Math.min(x.length, indexAtOrAfter(x, range[1]) + 1);
  const pixels = Math.abs(toX(range[1]) - toX(range[0]));
  const columns = end - begin > DENSE * pixels ? columnPen(pen) : null;
  const drawn = columns ?? pen;
  let isDown = false;
  for (let i = begin; i < end; i++) {
    const value = y[i] ?? NaN;
    const pixel = Number.isFinite(value) ? toY(value) : NaN;
    const place = toX(x[i] ?? 0);
    if (pixel !== pixel || place !== place) {
      isDown = false;
      continue;
    }
    const height = pixel > FAR ? FAR : pixel < -FAR ? -FAR : pixel;
    if (!isDown) drawn.moveTo(place, height);
    drawn.lineTo(place, height);
    isDown = true;
  }
  columns?.end();
}

/** A pen that draws each pixel column once: in at its first value, over the least and the greatest, out at the last. */
function columnPen(pen: Pen): Pen & { end(): void } {
  let column = NaN;
  let [first, least, greatest, last] = [0, 0, 0, 0];
  let isStart = false;
  const flush = (): void => {
    if (column !== column) return;
    const place = column + 0.5;
    if (isStart) pen.moveTo(place, first);
    pen.lineTo(place, first);
    if (least !== greatest) {
      const isFalling = last < first;
      const [near, far] = isFalling ? [greatest, least] : [least, greatest];
      if (near !== first) pen.lineTo(place, near);
      pen.lineTo(place, far);
      if (last !== far) pen.lineTo(place, last);
    }
    column = NaN;
  };
  const open = (x: number, y: number, starts: boolean): void => {
    flush();
    column = Math.floor(x);
    first = least = greatest = last = y;
    isStart = starts;
  };
  return {
    moveTo: (x, y) => open(x, y, true),
    lineTo(x, y) {
      if (Math.floor(x) !== column) return open(x, y, false);
      least = Math.min(least, y);
      greatest = Math.max(greatest, y);
      last = y;
    },
    end: flush,
  };
}

export interface Mark {
  readonly kind: 'nan' | 'up' | 'down';
  readonly x: number;
}

/** Pixels between two marks of one kind, so that a stretch of NaN is a row of triangles and not a smear. */
const APART = 7;

/** Where values are not finite, in pixels, from left to right. */
export function marksOf(x: Float64Array, values: Float64Array, toX: Mapping, range: Range): Mark[] {
  const marks: Mark[] = [];
  const lastAt = { nan: -Infinity, up: -Infinity, down: -Infinity };
  for (let i = indexAtOrAfter(x, range[0]); i < x.length && (x[i] ?? 0) <= range[1]; i++) {
    const value = values[i] ?? NaN;
    if (Number.isFinite(value)) continue;
    const kind = value !== value ? 'nan' : value > 0 ? 'up' : 'down';
    const place = toX(x[i] ?? 0);
    if (place - lastAt[kind] < APART || place !== place) continue;
    lastAt[kind] = place;
    marks.push({ kind, x: place });
  }
  return marks;
}
