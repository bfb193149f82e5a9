import type { Moments } from './moments.ts';
import { leadingEigen } from './symmetric-eigen.ts';

/** The plane on which rows differ most. */
export interface PrincipalPlane {
  readonly mean: Float64Array;
  /** Two unit vectors. */
  readonly axes: readonly [Float64Array, Float64Array];
  /** Share of the variance along each axis, 0 to 1; both 0 where all rows are alike. */
  readonly explained: readonly [number, number];
}

/**
 * Principal component analysis to two components, exact, of the rows that the moments are of: the two leading eigenvectors of the
 * covariance matrix Σ x xᵀ / n − m mᵀ. The share of an axis is its eigenvalue over the trace. At least two columns.
 */
export function principalPlane({ count, sum, products }: Moments): PrincipalPlane {
  const n = sum.length;
  const mean = sum.map((x) => (count > 0 ? x / count : 0));
  const covariance = new Float64Array(n * n);
  let at = 0;
  let trace = 0;
  let size = 0;
  for (let i = 0; i < n; i++)
    for (let j = i; j < n; j++, at++) {
      const value = count > 0 ? (products[at] as number) / count - (mean[i] as number) * (mean[j] as number) : 0;
      covariance[i * n + j] = covariance[j * n + i] = value;
      if (i === j) {
        trace += value;
        size += count > 0 ? (products[at] as number) / count : 0;
      }
    }
  const { values, vectors } = leadingEigen(n, covariance, 2);
  // Below this all that is left is what the subtraction rounded.
  const share = (value = 0): number => (trace > 1e-13 * size ? Math.min(Math.max(value / trace, 0), 1) : 0);
  return {
    mean,
    axes: [vectors[0] as Float64Array, vectors[1] as Float64Array],
    explained: [share(values[0]), share(values[1])],
  };
}

/** Coordinates of a row on the plane. */
export function onPlane({ mean, axes: [first, second] }: PrincipalPlane, row: ArrayLike<number>): [x: number, y: number] {
  let [x, y] = [0, 0];
  for (let i = 0; i < mean.length; i++) {
    const offset = (row[i] as number) - (mean[i] as number);
    x += offset * (first[i] as number);
    y += offset * (second[i] as number);
  }
  return [x, y];
}
