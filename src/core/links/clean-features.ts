import { mean, reshape, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { Tensors } from '../nn/parameter.ts';
import { untaped } from '../tensor/record.ts';
import type { Step } from '../train/link.ts';

/** Mean over space and frames. Shapes: map [B·T, h, w, D] → [B, D]. */
export function pooled(map: Tensor, batch: number): Tensor {
  return tidy(() => mean(reshape(map, [batch, -1, map.shape.at(-1) ?? 1]), 1));
}

/**
 * Features [B, D_m] of all modalities as they are without any dropping, with batch statistics as in training. Where nothing was dropped
 * they are the step's own; where inputs were, each modality concerned is encoded once more, once a step however many links ask.
 * From the losses phase on, and outside any tidy of the link: the step owns the tensors, as it does its features.
 */
export function cleanFeatures(step: Step): Tensors {
  const known = step.read('cleanFeatures', {});
  if (Object.keys(known).length > 0) return known;
  const dropped = step.read('dropped', {});
  const clean = Object.fromEntries(
    Object.entries(step.features).map(([id, features]) => {
      const input = step.cleanInputs[id];
      if ((dropped[id] ?? 0) === 0 || !input) return [id, features];
      return [id, untaped(() => tidy(() => pooled(step.encode(id, input, 'batch'), input.shape[0] ?? 1)))];
    }),
  );
  step.write('cleanFeatures', clean);
  return clean;
}

/** Whether scores or similarity are of the dropped or of the clean input; an option of the links that measure. */
export const MEASURED_INPUTS = ['dropped', 'clean'] as const;
