import { expect, it } from 'vitest';
import { leadingEigen, tridiagonalEigen } from '../../../src/core/geometry/symmetric-eigen.ts';
import { normalNumbers } from '../../../src/core/tensor/stateless-normal.ts';
import { jacobiEigen } from '../../support/jacobi-eigen.ts';

it('finds the eigenvectors of a matrix worked by hand', () => {
  // [[2, 1], [1, 2]]: λ = 3 along (1, 1)/√2, λ = 1 along (1, −1)/√2.
  const { values, vectors } = leadingEigen(2, [2, 1, 1, 2], 2);
  expect(values[0]).toBeCloseTo(3, 14);
  expect(values[1]).toBeCloseTo(1, 14);
  for (const [i, x] of [Math.SQRT1_2, Math.SQRT1_2].entries()) expect(vectors[0]?.[i]).toBeCloseTo(x, 14);
  expect((vectors[1]?.[0] ?? 0) * (vectors[1]?.[1] ?? 0)).toBeCloseTo(-0.5, 14);
});

it('solves a tridiagonal matrix worked by hand', () => {
  // The chain of three with −1 beside 2: λ = 2 ± √2 and 2; the middle one's vector is (1, 0, −1)/√2.
  const { values, vectors } = tridiagonalEigen([2, 2, 2], [-1, -1]);
  for (const [i, x] of [2 + Math.SQRT2, 2, 2 - Math.SQRT2].entries()) expect(values[i]).toBeCloseTo(x, 14);
  const [, middle] = vectors;
  expect(Math.abs(middle?.[0] ?? 0)).toBeCloseTo(Math.SQRT1_2, 14);
  expect(middle?.[1]).toBeCloseTo(0, 14);
  expect((middle?.[0] ?? 0) + (middle?.[2] ?? 0)).toBeCloseTo(0, 14);
});

/** A covariance-like matrix of `rows` normal rows, column i stretched by `stretch(i)`. */
function covarianceOf(n: number, rows: number, stretch: (column: number) => number): Float64Array {
  const x = normalNumbers(7, n * rows).map((value, i) => value * stretch(i % n));
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      for (let row = 0; row < rows; row++)
        matrix[i * n + j] = (matrix[i * n + j] ?? 0) + ((x[row * n + i] ?? 0) * (x[row * n + j] ?? 0)) / rows;
  return matrix;
}

it.each([
  ['falling steeply', 12, 40, (i: number) => 2 ** -i],
  ['of rank 3', 20, 3, () => 1],
  ['flat', 40, 400, () => 1],
  ['of two equal groups', 30, 300, (i: number) => (i < 2 ? 5 : 1)],
  ['larger than the first look', 64, 500, (i: number) => 1 + i / 64],
])('equals a brute-force solver on a spectrum %s', (_, n, rows, stretch) => {
  const matrix = covarianceOf(n, rows, stretch);
  const exact = jacobiEigen(n, matrix);
  const found = leadingEigen(n, matrix, 2);
  const largest = exact.values[0] ?? 0;
  for (const k of [0, 1]) {
    expect(Math.abs((found.values[k] ?? 0) - (exact.values[k] ?? 0))).toBeLessThan(1e-12 * largest);
    const [a, b] = [found.vectors[k] ?? [], exact.vectors[k] ?? []];
    const cosine = Array.from(a).reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);
    expect(Math.abs(Math.abs(cosine) - 1)).toBeLessThan(1e-9);
  }
});

it('ends on the zero matrix and on the unit matrix with orthonormal vectors', () => {
  for (const [diagonal, value] of [
    [0, 0],
    [1, 1],
  ] as const) {
    const matrix = Float64Array.from({ length: 256 }, (_, i) => (i % 17 === 0 ? diagonal : 0));
    const { values, vectors } = leadingEigen(16, matrix, 2);
    expect(Array.from(values, (x) => Number(x.toFixed(12)))).toEqual([value, value]);
    const inner = (a: Float64Array = new Float64Array(), b: Float64Array = new Float64Array()): number =>
      a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);
    expect(inner(vectors[0], vectors[0])).toBeCloseTo(1, 12);
    expect(inner(vectors[1], vectors[1])).toBeCloseTo(1, 12);
    expect(inner(vectors[0], vectors[1])).toBeCloseTo(0, 12);
  }
});
