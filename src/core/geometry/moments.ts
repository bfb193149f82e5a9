/** Sums over rows that a principal component analysis follows from; adding up those of two sets gives those of both. */
export interface Moments {
  count: number;
  readonly sum: Float64Array;
  /** Upper triangle of Σ x xᵀ, row by row. */
  readonly products: Float64Array;
}

export const emptyMoments = (width: number): Moments => ({
  count: 0,
  sum: new Float64Array(width),
  products: new Float64Array((width * (width + 1)) / 2),
});

/** Adds one row, in place. A row with a NaN or infinity is left out; returns whether it was taken. */
export function addRow(moments: Moments, row: ArrayLike<number>): boolean {
  const { sum, products } = moments;
  const width = sum.length;
  // A copy in one kind of array keeps the inner loop fast whatever the row is.
  const x = Float64Array.from(row);
  for (let i = 0; i < width; i++) if (!Number.isFinite(x[i])) return false;
  let at = 0;
  for (let i = 0; i < width; i++) {
    const own = x[i] as number;
    sum[i] = (sum[i] as number) + own;
    for (let j = i; j < width; j++, at++) products[at] = (products[at] as number) + own * (x[j] as number);
  }
  moments.count++;
  return true;
}

/** Adds all rows of another set, in place. */
export function addMoments(moments: Moments, more: Moments): void {
  moments.count += more.count;
  for (const key of ['sum', 'products'] as const)
    for (let i = 0; i < moments[key].length; i++) moments[key][i] = (moments[key][i] as number) + (more[key][i] as number);
}
