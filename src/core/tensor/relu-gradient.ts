import { cast, greater, mul, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { runFused } from './fused.ts';

/** Inputs dy, y; output of their shape. */
export const RELU_GRADIENT = 'RedRegReluGradient';

/** Gradient of max(x, 0) from its output y: dy where y > 0, else 0. Not taped; borrows, returns a new tensor. */
export function reluGradient(dy: Tensor, y: Tensor): Tensor {
  const fused = runFused(RELU_GRADIENT, { dy, y });
  return fused ? fused[0] : tidy(() => mul(dy, cast(greater(y, 0), 'float32')));
}
