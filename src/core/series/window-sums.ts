/**
 * Sums over a window that slides over `terms`: out[i] = Σ terms[i − before … i + after], as far as there are terms.
 *
 * The terms are cut into blocks as long as the window, and each sum is the end of one block and the beginning of the next. So terms are
 * only ever added: with a running total from which the oldest is taken away again, one value of 1e30 would blur all that follow it.
 */
export function windowSums(terms: Float64Array, before: number, after: number): Float64Array {
  const n = terms.length;
  const width = before + after + 1;
  const toEnd = new Float64Array(n);
  const fromStart = new Float64Array(n);
  for (let i = 0; i < n; i++) fromStart[i] = (i % width === 0 ? 0 : (fromStart[i - 1] ?? 0)) + (terms[i] ?? 0);
  for (let i = n - 1; i >= 0; i--)
    toEnd[i] = (i % width === width - 1 || i === n - 1 ? 0 : (toEnd[i + 1] ?? 0)) + (terms[i] ?? 0);

  const sums = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const from = Math.max(0, i - before);
    const to = Math.min(n - 1, i + after);
    const isOneBlock = Math.floor(from / width) === Math.floor(to / width);
    if (!isOneBlock) sums[i] = (toEnd[from] ?? 0) + (fromStart[to] ?? 0);
    else if (from % width === 0) sums[i] = fromStart[to] ?? 0;
    else sums[i] = toEnd[from] ?? 0; // then the window ends with its block, or with the series
  }
  return sums;
}
