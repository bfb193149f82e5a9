/**
 * TensorBoard's smoothed line, value by value:
 *
 *     s ← w·s + (1 − w)·y,   n ← n + 1,   shown: s / (1 − wⁿ)
 *
 * Shapes: one value out for each value in, in the order in which they are stored; the distance of steps does not count.
 * Units: those of the values. `weight` is from 0 (as they are) to below 1.
 * Edge: a series whose values are all equal comes back as it is. What is not finite comes out as it is and leaves the average untouched.
 * Source: TensorBoard, webapp/widgets/line_chart_v2/data_transformer.ts.
 */
export function tensorboardAverage(values: Float64Array, weight: number): Float64Array {
  const [first] = values;
  if (values.every((value) => value === first)) return values.slice();
  const smoothed = new Float64Array(values.length);
  let last = 0;
  let debias = 1;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? NaN;
    if (!Number.isFinite(value)) {
      smoothed[i] = value;
      continue;
    }
    last = weight * last + (1 - weight) * value;
    debias *= weight;
    smoothed[i] = last / (1 - debias);
  }
  return smoothed;
}
