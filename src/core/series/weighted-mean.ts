/**
 * A smoothed line by any filter that adds neighbours up: the filter runs over the values and over the presence of values, and the quotient is
 * shown. So nothing is pulled towards zero at the ends or beside what is missing. What is not finite comes out as it is and counts for nobody.
 */
export function weightedMean(values: Float64Array, filter: (terms: Float64Array) => Float64Array): Float64Array {
  const present = values.map((value) => (Number.isFinite(value) ? 1 : 0));
  const sums = filter(values.map((value) => (Number.isFinite(value) ? value : 0)));
  const weights = filter(present);
  return values.map((value, i) => (present[i] === 1 ? (sums[i] ?? NaN) / (weights[i] ?? NaN) : value));
}
