import type { Curve, Smoothing } from '../../core/contract/series.ts';

export interface NewPoints {
  readonly steps: Uint32Array;
  readonly values: Float64Array;
  readonly walls: Float64Array;
}

/** Points of a curve with new ones behind its last; those that it has already, or that lie behind `to`, are left out. */
export function appended(curve: Curve, fresh: NewPoints, smoothing: Smoothing, to = Infinity): Curve {
  let begin = 0;
  while (begin < fresh.steps.length && (fresh.steps[begin] ?? 0) <= curve.lastStep) begin++;
  if (begin === fresh.steps.length) return curve;
  const lastStep = fresh.steps.at(-1) ?? curve.lastStep;
  let end = begin;
  while (end < fresh.steps.length && (fresh.steps[end] ?? 0) <= to) end++;
  if (end === begin) return { ...curve, lastStep };
  const values = fresh.values.slice(begin, end);
  return {
    ...curve,
    steps: joined(Uint32Array, curve.steps, fresh.steps.slice(begin, end)),
    values: joined(Float64Array, curve.values, values),
    walls: joined(Float64Array, curve.walls, fresh.walls.slice(begin, end)),
    smoothed: curve.smoothed === null ? null : joined(Float64Array, curve.smoothed, smoothedOn(curve, values, smoothing)),
    shown: curve.shown + end - begin,
    total: curve.total + end - begin,
    firstWall: curve.firstWall ?? fresh.walls[begin] ?? null,
    lastStep,
  };
}

/**
 * Goes on with TensorBoard's average, last = w·last + (1 − w)·y, shown as last / (1 − wⁿ) (product.md 4.4): its state is found back
 * from the last smoothed value and the number of points. Other kinds need the whole series; their new points are shown unsmoothed
 * until it is asked for again.
 */
function smoothedOn(curve: Curve, values: Float64Array, smoothing: Smoothing): Float64Array {
  if (smoothing.kind !== 'tensorboard' || curve.smoothed === null) return values;
  const { weight } = smoothing;
  let n = curve.total;
  let last = lastFinite(curve.smoothed) * (1 - weight ** n);
  return values.map((value) => {
    if (!Number.isFinite(value)) return value;
    last = weight * last + (1 - weight) * value;
    n++;
    return last / (1 - weight ** n);
  });
}

function lastFinite(values: Float64Array): number {
  for (let i = values.length - 1; i >= 0; i--) if (Number.isFinite(values[i])) return values[i] ?? 0;
  return 0;
}

function joined<A extends Uint32Array | Float64Array>(Kind: new (length: number) => A, a: A, b: A): A {
  const both = new Kind(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
