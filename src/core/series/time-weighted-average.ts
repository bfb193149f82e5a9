/** How many parts the whole range of steps is taken to have, so that a weight means the same on a short and on a long run. */
const VIEWPORT_SCALE = 1000;
const MOST_WEIGHT = 0.999;

/**
 * An average that counts how far points are apart, so that runs logged at different rates look alike:
 *
 *     w = min(√weight, 0.999) ^ (Δstep / range · 1000),   s ← w·s + y,   d ← w·d + 1,   shown: s / d
 *
 * Shapes: one value out for each value in; `steps` ascend and go with `values`.
 * Units: those of the values. The range is that of the whole series.
 * Edge: what is not finite comes out as it is and leaves the average untouched; the distance to the next point then counts from the last
 *   finite one. A series on one step is returned as it is.
 * Source: the default of Weights & Biases, as its documentation gives it.
 */
export function timeWeightedAverage(steps: Uint32Array, values: Float64Array, weight: number): Float64Array {
  const range = (steps.at(-1) ?? 0) - (steps[0] ?? 0);
  const base = Math.min(Math.sqrt(weight), MOST_WEIGHT);
  const smoothed = new Float64Array(values.length);
  let [last, debias] = [0, 0];
  let before = steps[0] ?? 0;
  // Most points are equally far apart, and a power costs more than all the rest.
  let [distance, power] = [0, 1];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? NaN;
    if (range === 0 || !Number.isFinite(value)) {
      smoothed[i] = value;
      continue;
    }
    const step = steps[i] ?? 0;
    if (step - before !== distance) {
      distance = step - before;
      power = Math.pow(base, (distance / range) * VIEWPORT_SCALE);
    }
    before = step;
    last = last * power + value;
    debias = debias * power + 1;
    smoothed[i] = last / debias;
  }
  return smoothed;
}
