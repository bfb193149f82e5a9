import { addN, scalar, sqrt, square, sum, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { runFused } from './fused.ts';

/** Input x; output Σ x², []. */
export const SQUARED_NORM = 'RedRegSquaredNorm';

/** Sum of squares of one tensor, []. Fused: one pass that writes nothing. */
export const squaredNorm = (x: Tensor): Tensor => runFused(SQUARED_NORM, { x })?.[0] ?? tidy(() => sum(square(x)));

/** Euclidean norm of several tensors taken as one long vector, []. No tensors: 0. The caller owns the result. */
export function totalNorm(tensors: readonly Tensor[]): Tensor {
  return tidy(() => (tensors.length === 0 ? scalar(0) : sqrt(addN(tensors.map(squaredNorm)))));
}
