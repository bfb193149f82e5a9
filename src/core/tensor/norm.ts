import { addN, scalar, sqrt, square, sum, type Tensor, tidy } from '@tensorflow/tfjs-core';

/** Sum of squares of one tensor, []. */
export const squaredNorm = (x: Tensor): Tensor => tidy(() => sum(square(x)));

/** Euclidean norm of several tensors taken as one long vector, []. No tensors: 0. The caller owns the result. */
export function totalNorm(tensors: readonly Tensor[]): Tensor {
  return tidy(() => (tensors.length === 0 ? scalar(0) : sqrt(addN(tensors.map(squaredNorm)))));
}
