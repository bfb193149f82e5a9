import type { Trajectory } from '../../../core/contract/geometry.ts';

export type Path = Trajectory['paths'][number];

/** A path as it is drawn: places in the units of the components. */
export interface DrawnPath {
  readonly path: Path;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Means over `window` points around each, over those of them that there are at the ends. */
export function smoothed(values: Float64Array, window: number): Float64Array {
  const reach = Math.floor(window / 2);
  if (reach === 0) return values;
  return values.map((_, i) => {
    const near = values.subarray(Math.max(i - reach, 0), i + reach + 1);
    return near.reduce((sum, value) => sum + value, 0) / near.length;
  });
}

export const drawnPaths = ({ paths }: Trajectory, window: number): DrawnPath[] =>
  paths.map((path) => ({ path, x: smoothed(path.x, window), y: smoothed(path.y, window) }));

/** Turns places into pixels, with one scale for both axes: distances between points are true. */
export function fitPaths(paths: readonly DrawnPath[], width: number, height: number, edge: number) {
  const range = (key: 'x' | 'y'): [number, number] => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const own of paths)
      for (const value of own[key]) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    return low <= high ? [low, high] : [0, 0];
  };
  const [[left, right], [bottom, top]] = [range('x'), range('y')];
  const scale = Math.min((width - 2 * edge) / Math.max(right - left, 1e-12), (height - 2 * edge) / Math.max(top - bottom, 1e-12));
  return {
    x: (value: number): number => width / 2 + (value - (left + right) / 2) * scale,
    y: (value: number): number => height / 2 - (value - (bottom + top) / 2) * scale,
  };
}

/** At most `most` places of a list, evenly, the first and the last among them. */
export function evenPlaces(count: number, most: number): readonly number[] {
  if (count <= most) return Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: most }, (_, i) => Math.round((i * (count - 1)) / (most - 1)));
}
