import type { Curve } from '../../core/contract/series.ts';
import type { Range, XAxis } from './line.ts';
import { indexAtOrAfter } from './search.ts';

/** Horizontal places of a curve's points: steps, epochs, seconds since the run's first point, or milliseconds since 1970. */
export function xValues(curve: Pick<Curve, 'steps' | 'walls' | 'stepsPerEpoch' | 'firstWall'>, axis: XAxis): Float64Array {
  const { steps, walls, stepsPerEpoch, firstWall } = curve;
  if (axis === 'wall') return Float64Array.from(walls);
  if (axis === 'relative') return Float64Array.from(walls, (wall) => (wall - (firstWall ?? wall)) / 1000);
  const scale = axis === 'epoch' && stepsPerEpoch !== null ? stepsPerEpoch : 1;
  return Float64Array.from(steps, (step) => step / scale);
}

/**
 * The steps, both ends included, that a horizontal range of these curves covers, one shown point further on both sides so that
 * lines run on to the edges. Null where no curve has a point there.
 */
export function stepsWithin(
  curves: readonly { readonly steps: Uint32Array; readonly x: Float64Array }[],
  [from, to]: Range,
): Range | null {
  let [first, last] = [Infinity, -Infinity];
  for (const { steps, x } of curves) {
    if (steps.length === 0) continue;
    const begin = Math.max(0, indexAtOrAfter(x, from) - 1);
    const end = Math.min(steps.length - 1, indexAtOrAfter(x, to));
    if ((x[begin] ?? 0) > to || (x[end] ?? 0) < from) continue;
    first = Math.min(first, steps[begin] ?? Infinity);
    last = Math.max(last, steps[end] ?? -Infinity);
  }
  return first <= last ? [first, last] : null;
}
