/**
 * All eigenvalues, in descending order, and unit eigenvectors of a real symmetric matrix by Jacobi's rotations: slow, and too simple to be
 * wrong unseen. `matrix` is n × n, row by row.
 */
export function jacobiEigen(n: number, matrix: ArrayLike<number>): { values: number[]; vectors: number[][] } {
  const a = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (__, j) => matrix[i * n + j] ?? 0));
  const v = a.map((_, i) => a.map((__, j) => Number(i === j)));
  const at = (m: number[][], i: number, j: number): number => m[i]?.[j] ?? 0;
  const put = (m: number[][], i: number, j: number, x: number): void => {
    const row = m[i];
    if (row) row[j] = x;
  };
  for (let sweep = 0; sweep < 40; sweep++)
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        const apq = at(a, p, q);
        if (Math.abs(apq) < 1e-300) continue;
        const theta = (at(a, q, q) - at(a, p, p)) / (2 * apq);
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
        const c = 1 / Math.hypot(t, 1);
        const s = t * c;
        for (const m of [a, v])
          for (let k = 0; k < n; k++) {
            const [x, y] = [at(m, k, p), at(m, k, q)];
            put(m, k, p, c * x - s * y);
            put(m, k, q, s * x + c * y);
          }
        for (let k = 0; k < n; k++) {
          const [x, y] = [at(a, p, k), at(a, q, k)];
          put(a, p, k, c * x - s * y);
          put(a, q, k, s * x + c * y);
        }
      }
  const order = a.map((_, i) => i).sort((i, j) => at(a, j, j) - at(a, i, i));
  return { values: order.map((i) => at(a, i, i)), vectors: order.map((i) => v.map((row) => row[i] ?? 0)) };
}
