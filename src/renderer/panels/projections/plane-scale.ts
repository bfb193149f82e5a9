import type { PlaneModel, Segment } from './plane-model.ts';

/** Where arrows may be drawn, in pixels; y grows downwards. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly origin: readonly [x: number, y: number];
}

/** Pixels a unit, at most, so that every arrow ends inside the frame. Infinity where nothing has a length. */
export function fit(segments: readonly Segment[], { width, height, origin }: Frame): number {
  let scale = Number.POSITIVE_INFINITY;
  for (const [x, y] of segments.flatMap(({ from, to }) => [from, to])) {
    scale = Math.min(scale, room(x, origin[0], width), room(-y, origin[1], height));
  }
  return scale;
}

const room = (along: number, from: number, size: number): number => {
  if (along > 0) return (size - from) / along;
  return along < 0 ? from / -along : Number.POSITIVE_INFINITY;
};

/** Steps of a scale, and of a length to compare with. */
const FINE = [1, 1.5, 2, 3, 5, 7];
const ROUND = [1, 2, 5];

/** The largest number of a coarse row that is not above: a scale that keeps still while arrows grow a little. */
export const scaleBelow = (value: number): number => below(value, FINE);

/** Of 1, 2 and 5 times a power of ten the largest that is not above. */
export const roundBelow = (value: number): number => below(value, ROUND);

function below(value: number, steps: readonly number[]): number {
  if (!Number.isFinite(value) || value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return (steps.findLast((step) => step * power <= value * (1 + 1e-9)) ?? 1) * power;
}

/** Powers of ten that hold every length of some drawings, for rings: [lowest, highest], at most six decades. */
export function decades(models: readonly PlaneModel[]): readonly [number, number] {
  const lengths = models.flatMap(({ free }) => free.map(({ to }) => Math.hypot(...to))).filter((length) => length > 0);
  if (lengths.length === 0) return [-1, 0];
  const highest = Math.ceil(Math.log10(Math.max(...lengths)) + 1e-9);
  const lowest = Math.floor(Math.log10(Math.min(...lengths)) - 1e-9);
  return [Math.max(lowest, highest - 6), highest];
}

/** A vector's tip where a length is drawn by its logarithm: the direction stays, the lowest power of ten is the middle. */
export function logarithmic([x, y]: readonly [number, number], [lowest, highest]: readonly [number, number]): [number, number] {
  const length = Math.hypot(x, y);
  if (length === 0) return [0, 0];
  const share = Math.min(Math.max((Math.log10(length) - lowest) / (highest - lowest), 0), 1);
  return [(x / length) * share, (y / length) * share];
}
