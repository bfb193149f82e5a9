import type { Tensor } from '@tensorflow/tfjs-core';
import type { Draw } from './dropout.ts';
import type { BufferInfo, ParameterInfo, Tensors } from './parameter.ts';

/** What an encoder gives for a batch. */
export interface Encoded {
  /** [B, D], pooled. */
  readonly features: Tensor;
  /** What was pooled: [B·T, h, w, D] of an image encoder, [B, T, D] of one of sequences. RedReg's probes compare these. */
  readonly map: Tensor;
  /** In training: the batch's statistics by buffer name, variance with Bessel's correction. Empty in evaluation. */
  readonly statistics: Tensors;
}

/**
 * `evaluation`: running statistics, no tape, intermediate results freed at once. `training`: the batch's own statistics, taped.
 * `training-carefully`: the same for an input that hardly varies, such as a dropped modality's zeros (nn/unit.ts says why).
 */
export type ForwardMode = 'evaluation' | 'training' | 'training-carefully';

/** A modality's network. It holds no tensors: weights and buffers are handed in by name. */
export interface Encoder {
  readonly parameters: readonly ParameterInfo[];
  readonly buffers: readonly BufferInfo[];
  /** D. */
  readonly width: number;
  /** Multiply-accumulate operations of one sample's forward, convolutions and matrix products only. */
  readonly macs: number;
  /** Of these, the first layer's, whose input needs no gradient. */
  readonly firstMacs: number;
  /** `draw`: chance for dropout, in training only; without it nothing is dropped. */
  forward(weights: Tensors, buffers: Tensors, input: Tensor, mode: ForwardMode, draw?: Draw): Encoded;
}
