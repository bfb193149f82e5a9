import { cast, greaterEqual, mul, type Tensor } from '@tensorflow/tfjs-core';

/**
 * Uniform numbers in [0, 1) for a named place in an encoder. An encoder gets it in training only and drops nothing without it. The same
 * place and step of a run give the same numbers, so a run that goes on from a checkpoint drops what it would have dropped.
 */
export type Draw = (place: string, shape: readonly number[]) => Tensor;

/**
 * A factor a value: 0 with probability `rate`, else 1 / (1 − rate), so that the mean stays. Null where nothing is dropped.
 * Source: PyTorch's Dropout. Edge: rate 0 draws nothing.
 */
export function dropoutFactors(draw: Draw | undefined, rate: number, place: string, shape: readonly number[]): Tensor | null {
  if (!draw || rate === 0) return null;
  return mul(cast(greaterEqual(draw(place, shape), rate), 'float32'), 1 / (1 - rate));
}

/** x · factors; x itself where there are none. */
export const dropped = (x: Tensor, factors: Tensor | null): Tensor => (factors ? mul(x, factors) : x);
