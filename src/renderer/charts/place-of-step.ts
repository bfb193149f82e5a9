import type { Curve } from '../../core/contract/series.ts';
import type { XAxis } from './line.ts';
import { nearestIndex } from './search.ts';

/** Where a step stands on the horizontal axis of a curve; null where a curve says nothing of that (no points, for times). */
export function placeOfStep(
  curve: Pick<Curve, 'steps' | 'stepsPerEpoch'>,
  x: Float64Array,
  step: number,
  axis: XAxis,
): number | null {
  if (axis === 'step') return step;
  if (axis === 'epoch') return step / (curve.stepsPerEpoch ?? 1);
  return x[nearestIndex(curve.steps, step)] ?? null;
}
