import { weightedMean } from './weighted-mean.ts';
import { windowSums } from './window-sums.ts';

/**
 * The mean of the `window` points around each point, itself among them; of an even number one more comes after it. Fewer count at the ends.
 * Edge: what is not finite comes out as it is and counts in no mean.
 */
export function runningMean(values: Float64Array, window: number): Float64Array {
  const before = Math.floor((window - 1) / 2);
  return weightedMean(values, (terms) => windowSums(terms, before, window - 1 - before));
}
