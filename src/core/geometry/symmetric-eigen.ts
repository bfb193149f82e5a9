/** Eigenvalues in descending order, and the unit eigenvectors in the same order. */
export interface Eigen {
  readonly values: Float64Array;
  readonly vectors: readonly Float64Array[];
}

/** Of the largest eigenvalue: a smaller residual moves no pixel. */
const ENOUGH = 1e-9;
/** Lanczos steps between looks at the residuals. */
const LOOK_EVERY = 24;
const MOST_TURNS = 60;

/**
 * The `count` largest eigenvalues of a real symmetric positive semidefinite matrix and their unit vectors, by Lanczos' method with full
 * reorthogonalisation. It ends when the residuals ‖Av − λv‖ are below 1e-9 of the largest eigenvalue, after n steps at the latest, when the
 * Krylov space is all there is: no flat spectrum keeps it from ending. A space that closes early (a matrix of low rank) is gone on
 * with from a direction across it.
 *
 * Shapes: `matrix` n × n, row by row. Edge: the zero matrix gives zeros and any orthonormal vectors.
 * Source: Golub and Van Loan, Matrix Computations, 4th ed., 10.1 and 10.3.
 */
export function leadingEigen(n: number, matrix: ArrayLike<number>, count: number): Eigen {
  const basis: Float64Array[] = [];
  const [alphas, betas]: [number[], number[]] = [[], []];
  let next = freshDirection(n, basis);
  let scale = 0;
  while (next !== null && basis.length < n) {
    basis.push(next);
    const image = product(n, matrix, next);
    alphas.push(dot(image, next));
    // Twice, since once leaves what rounding took off the first time.
    orthogonalise(image, basis);
    orthogonalise(image, basis);
    const beta = Math.sqrt(dot(image, image));
    scale = Math.max(scale, Math.abs(alphas.at(-1) ?? 0), beta);
    const isClosed = beta <= 1e-14 * scale;
    betas.push(isClosed ? 0 : beta);
    next = isClosed ? freshDirection(n, basis) : scaled(image, 1 / beta);
    const size = basis.length;
    const isLast = next === null || size === n;
    if (size < count || (!isLast && (size % LOOK_EVERY !== 0 || isClosed))) continue;
    const small = tridiagonalEigen(alphas, betas);
    const residual = Math.max(...small.vectors.slice(0, count).map((vector) => Math.abs((vector[size - 1] ?? 0) * beta)));
    if (!isLast && residual > ENOUGH * (small.values[0] ?? 0)) continue;
    return {
      values: small.values.slice(0, count),
      vectors: small.vectors.slice(0, count).map((y) => withSign(combined(basis, y))),
    };
  }
  throw new RangeError(`a matrix of ${String(n)} rows has no ${String(count)} eigenvectors`);
}

/** The vector or its opposite, so that its largest element is positive: the same matrix gives the same picture. */
export function withSign(vector: Float64Array): Float64Array {
  let largest = 0;
  for (const x of vector) if (Math.abs(x) > Math.abs(largest) * (1 + 1e-9)) largest = x;
  return largest < 0 ? scaled(vector, -1) : vector;
}

/**
 * Eigenvalues and eigenvectors of a symmetric tridiagonal matrix by implicit QL steps with Wilkinson's shift.
 *
 * Shapes: `diagonal` n, `beside` n or n − 1: the element between i and i + 1.
 * Source: EISPACK's tql2 (Golub and Van Loan, 8.3.3).
 */
export function tridiagonalEigen(diagonal: ArrayLike<number>, beside: ArrayLike<number>): Eigen {
  const n = diagonal.length;
  const d = Float64Array.from(diagonal);
  const e = Float64Array.from({ length: n }, (_, i) => (i < n - 1 ? (beside[i] as number) : 0));
  const vectors = Array.from({ length: n }, (_, i) => new Float64Array(n).fill(1, i, i + 1));
  for (let from = 0; from < n; from++)
    for (let turn = 0; ; turn++) {
      let to = from;
      while (
        to < n - 1 &&
        Math.abs(e[to] as number) > Number.EPSILON * (Math.abs(d[to] as number) + Math.abs(d[to + 1] as number))
      )
        to++;
      if (to === from) break;
      if (turn === MOST_TURNS) throw new RangeError('the eigenvalues of a tridiagonal matrix were not found');
      qlStep(d, e, vectors, from, to);
    }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => (d[j] as number) - (d[i] as number));
  return { values: Float64Array.from(order, (i) => d[i] as number), vectors: order.map((i) => vectors[i] as Float64Array) };
}

/** One implicit QL step on the block from `from` to `to`, in place. */
function qlStep(d: Float64Array, e: Float64Array, vectors: readonly Float64Array[], from: number, to: number): void {
  const half = ((d[from + 1] as number) - (d[from] as number)) / (2 * (e[from] as number));
  const root = Math.hypot(half, 1);
  let g = (d[to] as number) - (d[from] as number) + (e[from] as number) / (half + (half < 0 ? -root : root));
  let [s, c, p] = [1, 1, 0];
  for (let i = to - 1; i >= from; i--) {
    const f = s * (e[i] as number);
    const b = c * (e[i] as number);
    const r = Math.hypot(f, g);
    e[i + 1] = r;
    if (r === 0) {
      // The block falls apart here.
      d[i + 1] = (d[i + 1] as number) - p;
      e[to] = 0;
      return;
    }
    [s, c] = [f / r, g / r];
    g = (d[i + 1] as number) - p;
    const turned = ((d[i] as number) - g) * s + 2 * c * b;
    p = s * turned;
    d[i + 1] = g + p;
    g = c * turned - b;
    rotate(vectors[i] as Float64Array, vectors[i + 1] as Float64Array, c, s);
  }
  d[from] = (d[from] as number) - p;
  e[from] = g;
  e[to] = 0;
}

function rotate(a: Float64Array, b: Float64Array, c: number, s: number): void {
  for (let k = 0; k < a.length; k++) {
    const [x, y] = [a[k] as number, b[k] as number];
    a[k] = c * x - s * y;
    b[k] = s * x + c * y;
  }
}

/** A unit vector across the basis; null where it spans everything. The same for the same n and basis. */
function freshDirection(n: number, basis: readonly Float64Array[]): Float64Array | null {
  for (let attempt = 0; attempt < n && basis.length < n; attempt++) {
    // Any vector that lies along no special direction: fractional parts of multiples of the golden ratio.
    const vector = Float64Array.from(
      { length: n },
      (_, i) => (((i + 1) * (attempt + 1 + basis.length) * 0.6180339887498949) % 1) - 0.5,
    );
    orthogonalise(vector, basis);
    orthogonalise(vector, basis);
    const length = Math.sqrt(dot(vector, vector));
    if (length > 1e-8) return scaled(vector, 1 / length);
  }
  return null;
}

function orthogonalise(vector: Float64Array, basis: readonly Float64Array[]): void {
  for (const direction of basis) {
    const along = dot(vector, direction);
    for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] as number) - along * (direction[i] as number);
  }
}

function product(n: number, matrix: ArrayLike<number>, vector: Float64Array): Float64Array {
  const result = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += (matrix[i * n + j] as number) * (vector[j] as number);
    result[i] = sum;
  }
  return result;
}

function combined(basis: readonly Float64Array[], weights: Float64Array): Float64Array {
  const result = new Float64Array(basis[0]?.length ?? 0);
  for (const [k, direction] of basis.entries())
    for (let i = 0; i < result.length; i++) result[i] = (result[i] as number) + (weights[k] ?? 0) * (direction[i] as number);
  return result;
}

const scaled = (vector: Float64Array, by: number): Float64Array => vector.map((x) => x * by);

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
