import { clone, type Tensor } from '@tensorflow/tfjs-core';
import type { ParameterInfo, Tensors } from '../nn/parameter.ts';
import type { OfficialState } from './official.ts';

/** What diagnostics keep from step to step; saved in checkpoints. */
export interface DiagnosticsState {
  /** Encoder weights at the start of the epoch; empty where no geometry is measured. Copies share the memory until the weights move. */
  readonly epochStart: Tensors;
  readonly official: OfficialState | null;
}

/** Nothing is measured. */
export const NO_DIAGNOSTICS: DiagnosticsState = { epochStart: {}, official: null };

/** The encoders' weights as they are now. Memory: the state owns the copies. */
export function encoderCopies(parameters: readonly ParameterInfo[], weights: Tensors): Tensors {
  const copies: Record<string, Tensor> = {};
  for (const { name, part } of parameters) {
    const weight = weights[name];
    if (part === 'encoder' && weight) copies[name] = clone(weight);
  }
  return copies;
}
