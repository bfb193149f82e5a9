/** Share of the points at which something holds; null where there is no point. Of a thinned-out curve it is an estimate. */
export function shareOn(values: Float64Array): number | null {
  let [on, n] = [0, 0];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    n++;
    if (value > 0) on++;
  }
  return n === 0 ? null : on / n;
}
