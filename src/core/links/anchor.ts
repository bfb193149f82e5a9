import { clone, type Tensor } from '@tensorflow/tfjs-core';
import type { ParameterInfo, Tensors } from '../nn/parameter.ts';

/** Encoder weights as they stood at the start of the epoch; a pull-back measures the drift from here. */
export interface Anchor {
  readonly weights: Tensors;
}

/** Copies of the encoders' weights. Memory: the state owns them. */
export function anchorAt(parameters: readonly ParameterInfo[], weights: Tensors): Anchor {
  const copies: Record<string, Tensor> = {};
  for (const { name, part } of parameters) {
    const weight = weights[name];
    if (part === 'encoder' && weight) copies[name] = clone(weight);
  }
  return { weights: copies };
}
