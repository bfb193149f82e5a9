import type { Tensor } from '@tensorflow/tfjs-core';
import type { Draw } from './dropout.ts';
import type { BufferInfo, ParameterInfo, Tensors } from './parameter.ts';

/** What an encoder gives for a batch. */
export interface Encoded {
  /** [B, D], pooled. */
  readonly features: Tensor;
  /**
   * What was pooled: [B·T, h, w, D] of an image encoder, [B, T, D] of one of sequences. RedReg's probes compare these. Where only the
   * features were asked for it may be what they were made of alone: [B, 1, D] of a transformer.
   */
  readonly map: Tensor;
  /** In training: the batch's statistics by buffer name, variance with Bessel's correction. Empty in evaluation. */
  readonly statistics: Tensors;
}

/**
 * `evaluation`: running statistics, no tape, intermediate results freed at once. `training`: the batch's own statistics, taped.
 * `training-carefully`: the same for an input that hardly varies, such as a dropped modality's zeros (nn/unit.ts says why).
 */
export type ForwardMode = 'evaluation' | 'training' | 'training-carefully';

export interface ForwardOptions {
  /** Chance for dropout, in training only; without it nothing is dropped. */
  readonly draw?: Draw;
  /** Nobody reads the map, so an encoder may leave out what the features do not need. */
  readonly onlyFeatures?: boolean;
}

/** A modality's network. It holds no tensors: weights and buffers are handed in by name. */
export interface Encoder {
  readonly parameters: readonly ParameterInfo[];
  readonly buffers: readonly BufferInfo[];
  /** D. */
  readonly width: number;
  /** Multiply-accumulate operations of one sample's forward to its features, convolutions and matrix products only. */
  readonly macs: number;
  /** Of these, the first layer's, whose input needs no gradient. */
  readonly firstMacs: number;
  forward(weights: Tensors, buffers: Tensors, input: Tensor, mode: ForwardMode, options?: ForwardOptions): Encoded;
}
