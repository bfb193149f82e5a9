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
  /** Where in the encoder: `stem`, `layer1` … `layer4`; `input`, `layer1` … of a transformer, `gru`; the part's name elsewhere. */
  readonly stage: string;
  /**
   * First values uniform in [−bound, bound], where they are not those of the kind (initial.ts). `like`: the parameter whose values they
   * share, itself or another of the same shape.
   */
  readonly initial?: { readonly bound: number; readonly like?: string };
}

/** A tensor by name; that one is missing is a bug. */
export function named(tensors: Tensors, name: string): Tensor {
  const tensor = tensors[name];
  if (!tensor) throw new Error(`The encoder was given no tensor named ${name}.`);
  return tensor;
}

/** A running statistic of batch norm: not trained, saved with the weights. */
export interface BufferInfo {
  readonly name: string;
  readonly shape: readonly number[];
  readonly owner: string;
  readonly initial: 0 | 1;
}
