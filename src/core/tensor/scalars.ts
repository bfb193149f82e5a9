import { reshape, stack, type Tensor, tidy } from '@tensorflow/tfjs-core';

/** Reads several one-element tensors with a single readback, in order. A readback waits for the device: call it once per need, not once per tensor. */
export function readScalars(tensors: readonly Tensor[]): number[] {
  if (tensors.length === 0) return [];
  const joined = tidy(() => stack(tensors.map((t) => reshape(t, []))));
  const values = Array.from(joined.dataSync());
  joined.dispose();
  return values;
}
