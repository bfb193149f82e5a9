import type { Points } from './chunk.ts';

/**
 * Min/max decimation. Steps are cut into buckets whose width is a power of two and whose borders are multiples of it, so that points
 * already drawn stay where they are while a series grows, until the width doubles. Of each bucket remain the first least and the first
 * greatest finite value and the first of each kind of value that is not finite: no spike and no mark is lost. Points are given in
 * the order of their steps.
 */
export interface Reducer {
  points(points: Points): void;
  /** The extremes of a stretch that lies within one bucket and holds only finite values. */
  stretch(minStep: number, min: number, maxStep: number, max: number): void;
  /** A point that is to be kept whatever it is. */
  keep(step: number, value: number): void;
  end(): { readonly steps: Uint32Array; readonly values: Float64Array };
}

export function reducer(width: number): Reducer {
  const kept = new Map<number, number>();
  let bucket = -1;
  let [min, minStep, max, maxStep] = [Infinity, -1, -Infinity, -1];
  let [nanStep, highStep, lowStep] = [-1, -1, -1];

  function keep(step: number, value: number): void {
    if (step >= 0) kept.set(step, value);
  }
  function close(): void {
    keep(minStep, min);
    keep(maxStep, max);
    keep(nanStep, NaN);
    keep(highStep, Infinity);
    keep(lowStep, -Infinity);
    [min, minStep, max, maxStep] = [Infinity, -1, -Infinity, -1];
    [nanStep, highStep, lowStep] = [-1, -1, -1];
  }
  function enter(step: number): void {
    const next = Math.floor(step / width);
    if (next === bucket) return;
    close();
    bucket = next;
  }
  function add(step: number, value: number): void {
    if (value !== value) nanStep = nanStep < 0 ? step : nanStep;
    else if (value === Infinity) highStep = highStep < 0 ? step : highStep;
    else if (value === -Infinity) lowStep = lowStep < 0 ? step : lowStep;
    else {
      if (value < min) [min, minStep] = [value, step];
      if (value > max) [max, maxStep] = [value, step];
    }
  }

  return {
    points({ steps, values }) {
      for (let i = 0; i < steps.length; i++) {
        const step = steps[i] ?? 0;
        enter(step);
        add(step, values[i] ?? NaN);
      }
    },
    stretch(fromMinStep, fromMin, fromMaxStep, fromMax) {
      enter(fromMinStep);
      add(fromMinStep, fromMin);
      add(fromMaxStep, fromMax);
    },
    keep,
    end() {
      close();
      const sorted = [...kept].sort(([a], [b]) => a - b);
      return { steps: Uint32Array.from(sorted, ([step]) => step), values: Float64Array.from(sorted, ([, value]) => value) };
    },
  };
}
