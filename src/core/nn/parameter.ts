import type { Tensor } from '@tensorflow/tfjs-core';

/** Tensors by parameter name. */
export type Tensors = Readonly<Record<string, Tensor>>;

/**
 * What is known of a parameter. Owners are given by the model; nothing ever searches a name for a modality.
 * Shapes are those of TensorFlow: convolutions [height, width, in, out], linear weights [in, out].
 */
export interface ParameterInfo {
  readonly name: string;
  readonly shape: readonly number[];
  /** The modality whose encoder or head it is; null for what all share (fused head, fusion layers). */
  readonly owner: string | null;
  readonly part: 'encoder' | 'head' | 'fusion';
  readonly kind: 'convolution' | 'linear' | 'bias' | 'norm-scale' | 'norm-shift';
  /** Where in the encoder: `stem`, `layer1` … `layer4`; the part's name elsewhere. */
  readonly stage: string;
}

/** A running statistic of batch norm: not trained, saved with the weights. */
export interface BufferInfo {
  readonly name: string;
  readonly shape: readonly number[];
  readonly owner: string;
  readonly initial: 0 | 1;
}
