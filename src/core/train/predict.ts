import { type Tensor, tidy, tile, zeros } from '@tensorflow/tfjs-core';
import type { ModalityInfo } from '../data/dataset.ts';
import type { Model } from '../nn/late-fusion.ts';
import type { Tensors } from '../nn/parameter.ts';

/** A model with the weights and batch norm's statistics that it has by now. */
export interface Trained {
  readonly model: Model;
  readonly modalities: readonly ModalityInfo[];
  readonly weights: Tensors;
  readonly buffers: Tensors;
}

/** Logits [B, C]. */
export interface Prediction {
  readonly fused: Tensor;
  readonly unimodal: Tensors;
}

/** Logits in evaluation mode: fused and each modality's own, [B, C]. The caller owns them. */
export function predict({ model, modalities, weights, buffers }: Trained, inputs: Tensors): Prediction {
  return tidy(() => {
    const features = Object.fromEntries(
      modalities.map(({ id }) => [
        id,
        model.encoders[id]?.forward(weights, buffers, inputs[id] as Tensor, 'evaluation', { onlyFeatures: true })
          .features as Tensor,
      ]),
    );
    const unimodal = Object.fromEntries(modalities.map(({ id }) => [id, model.unimodal(weights, features, id, false)]));
    return { fused: model.fused(weights, features), unimodal } as never;
  });
}

/**
 * Fused logits [B, C] in evaluation mode of every coalition of modalities, the inputs of all others zeroed. In evaluation samples do
 * not meet, so zeros go through an encoder as one sample. The caller owns them.
 */
export function predictCoalitions(
  { model, modalities, weights, buffers }: Trained,
  inputs: Tensors,
  coalitions: readonly (readonly string[])[],
): Tensor[] {
  return tidy(() => {
    const encode = (id: string, input: Tensor): Tensor =>
      model.encoders[id]?.forward(weights, buffers, input, 'evaluation', { onlyFeatures: true }).features as Tensor;
    const encoded = modalities.map(({ id }) => {
      const input = inputs[id] as Tensor;
      const [batch = 1, ...sample] = input.shape;
      return { id, present: encode(id, input), absent: tile(encode(id, zeros([1, ...sample])), [batch, 1]) };
    });
    return coalitions.map((coalition) =>
      model.fused(
        weights,
        Object.fromEntries(encoded.map(({ id, present, absent }) => [id, coalition.includes(id) ? present : absent])),
      ),
    );
  });
}
