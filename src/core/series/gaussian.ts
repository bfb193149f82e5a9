import { weightedMean } from './weighted-mean.ts';
import { windowSums } from './window-sums.ts';

/** Up to this deviation the bell itself is used; its work grows with it. */
const MOST_SIGMA_OF_KERNEL = 8;
/** Where the bell is cut off, in deviations: what lies outside is 6e-5 of it. */
const REACH = 4;
/** Boxes on each other that stand for a wide bell. */
const BOXES = 4;

/**
 * The mean of all points with the weight of a bell around each, `sigma` its standard deviation in points.
 *
 * Edge: fewer points count at the ends; what is not finite comes out as it is and counts for nobody.
 * Deviation: a bell wider than 8 points is made of four boxes on each other with its variance, which differ from it by at most 4 % of its height,
 *   so that the work does not grow with the width.
 */
export function gaussian(values: Float64Array, sigma: number): Float64Array {
  if (sigma <= MOST_SIGMA_OF_KERNEL) {
    const kernel = bell(sigma);
    return weightedMean(values, (terms) => convolved(terms, kernel));
  }
  const halves = boxHalves(sigma);
  return weightedMean(values, (terms) => halves.reduce((sums, half) => windowSums(sums, half, half), terms));
}

/** Weights at distances 0, 1, …, of which the one at 0 is 1. */
const bell = (sigma: number): number[] =>
  Array.from({ length: Math.ceil(REACH * sigma) + 1 }, (_, distance) => Math.exp(-(distance * distance) / (2 * sigma * sigma)));

function convolved(terms: Float64Array, kernel: readonly number[]): Float64Array {
  const sums = new Float64Array(terms.length);
  for (let i = 0; i < terms.length; i++) {
    let sum = terms[i] ?? 0;
    for (let distance = 1; distance < kernel.length; distance++)
      sum += (kernel[distance] ?? 0) * ((terms[i - distance] ?? 0) + (terms[i + distance] ?? 0));
    sums[i] = sum;
  }
  return sums;
}

/** Half widths of the boxes: a box of 2h + 1 points has the variance h(h + 1)/3, and variances add up. The first ones are one wider where that fits better. */
function boxHalves(sigma: number): number[] {
  const half = Math.floor((Math.sqrt(1 + (12 * sigma * sigma) / BOXES) - 1) / 2);
  const narrow = (half * (half + 1)) / 3;
  const wide = ((half + 1) * (half + 2)) / 3;
  const wider = Math.round((sigma * sigma - BOXES * narrow) / (wide - narrow));
  return Array.from({ length: BOXES }, (_, i) => (i < wider ? half + 1 : half));
}
