import { tensor, type Tensor, tidy, transpose } from '@tensorflow/tfjs-core';
import { mix32 } from '../tensor/random.ts';

/**
 * The recorded runs' portable generator (golden README): every weight, input, label and random draw is a function of a seed, in
 * PyTorch's order. Values are computed in float64 and rounded to float32 once.
 */
const draw = (seed: number, i: number): number => (mix32((i + Math.imul(seed, 0x9e3779b9)) | 0) >>> 8) / 0x1000000;

export const uniform = (seed: number, index = 0): number => draw(seed, index);

/** f(number, index) over the standard normal numbers of a seed, rounded once. */
export function normalArray(seed: number, count: number, f: (x: number) => number = (x) => x): Float32Array {
  const numbers = new Float32Array(count);
  for (let i = 0; i < count; i++)
    numbers[i] = f(Math.sqrt(-2 * Math.log(1 - draw(seed, 2 * i))) * Math.cos(2 * Math.PI * draw(seed, 2 * i + 1)));
  return numbers;
}

export function uniformArray(seed: number, count: number, f: (x: number) => number): Float32Array {
  const numbers = new Float32Array(count);
  for (let i = 0; i < count; i++) numbers[i] = f(draw(seed, i));
  return numbers;
}

/** PyTorch's layout → ours: [out, in, h, w] → [h, w, in, out]; [out, in] → [in, out]; the rest as it is. */
export function weightFromPyTorch(values: Float32Array, shape: readonly number[]): Tensor {
  return reordered(values, shape, shape.length === 4 ? [2, 3, 1, 0] : shape.length === 2 ? [1, 0] : null);
}

/** [B, H, W] → [B, H, W, 1]. */
export const spectrogramFromPyTorch = (values: Float32Array, shape: readonly number[]): Tensor => tensor(values, [...shape, 1]);

/** [B, C, T, H, W] → [B, T, H, W, C]. */
export const imageFromPyTorch = (values: Float32Array, shape: readonly number[]): Tensor =>
  reordered(values, shape, [0, 2, 3, 4, 1]);

function reordered(values: Float32Array, shape: readonly number[], order: number[] | null): Tensor {
  return tidy(() => {
    const plain = tensor(values, [...shape]);
    return order ? transpose(plain, order) : plain;
  });
}

/** Our layout → PyTorch's, on the host. (Not read inside a tidy: that would look through every number for tensors.) */
export function toPyTorch(weight: Tensor): Float32Array {
  const order = weight.shape.length === 4 ? [3, 2, 0, 1] : weight.shape.length === 2 ? [1, 0] : null;
  if (!order) return weight.dataSync() as Float32Array;
  const turned = transpose(weight, order);
  const values = turned.dataSync() as Float32Array;
  turned.dispose();
  return values;
}
