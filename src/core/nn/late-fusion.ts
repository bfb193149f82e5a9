import type { Tensor } from '@tensorflow/tfjs-core';
import type { ModalityInfo } from '../data/dataset.ts';
import { AppError } from '../errors/app-error.ts';
import type { ModelSettings } from '../train/config.ts';
import type { Encoder } from './encoder.ts';
import { encoderFor } from './encoders.ts';
import { type Branch, fusions, headLogits, headParameters, zeroOutLogits } from './fusion.ts';
import type { BufferInfo, ParameterInfo, Tensors } from './parameter.ts';

/** Where a modality's own logits come from (methods.md 4.3): dedicated heads, slices of the fused head, zero-out, or the model is that modality's alone. */
export type Scoring = 'heads' | 'slices' | 'zero-out' | 'itself';

/** An encoder a modality, one fusion, perhaps a head a modality. It holds no tensors; weights and buffers come by name. */
export interface Model {
  readonly modalities: readonly string[];
  readonly classes: number;
  readonly scoring: Scoring;
  /** In a fixed order, the order of saving and hashing. */
  readonly parameters: readonly ParameterInfo[];
  readonly buffers: readonly BufferInfo[];
  readonly encoders: Readonly<Record<string, Encoder>>;
  /** Fused logits [B, C] from features [B, D_m]. */
  fused(weights: Tensors, features: Tensors): Tensor;
  /** A modality's own logits [B, C] from the features of all. */
  unimodal(weights: Tensors, features: Tensors, modality: string, training: boolean): Tensor;
}

export interface ModelRequest {
  readonly modalities: readonly ModalityInfo[];
  readonly classes: number;
  readonly settings: ModelSettings;
  /** The method's own way of scoring, used when the settings say `auto`. */
  readonly scoring: 'heads' | 'slices';
}

/** Builds the model, refusing what cannot be (`model.fusion-needs-two`). */
export function lateFusion({ modalities, classes, settings, scoring: own }: ModelRequest): Model {
  const fusion = fusions.find((f) => f.id === settings.fusion) ?? fusions[0];
  if (!fusion) throw new Error('No fusion is registered.');
  const alone = modalities.length === 1;
  if (!alone && modalities.length !== 2 && fusion.slice === null)
    throw new AppError('model.fusion-needs-two', { fusion: fusion.id, modalities: modalities.map((m) => m.id) });
  const encoders = Object.fromEntries(modalities.map((m) => [m.id, encoderFor(m, settings)]));
  const branches: Branch[] = modalities.map((m) => ({ modality: m.id, width: encoders[m.id]?.width ?? 0 }));
  const scoring = alone ? 'itself' : scoringOf(settings.scoring === 'auto' ? own : settings.scoring, fusion.slice !== null);
  const joint = alone ? (fusions[0] ?? fusion) : fusion;
  return {
    modalities: modalities.map((m) => m.id),
    classes,
    scoring,
    encoders,
    parameters: [
      ...modalities.flatMap((m) => encoders[m.id]?.parameters ?? []),
      ...joint.parameters(branches, classes),
      ...(scoring === 'heads' ? branches.flatMap((b) => headParameters(b, classes)) : []),
    ],
    buffers: modalities.flatMap((m) => encoders[m.id]?.buffers ?? []),
    fused: (weights, features) => joint.logits(weights, branches, features),
    unimodal: (weights, features, modality, training) => {
      if (scoring === 'itself') return joint.logits(weights, branches, features);
      if (scoring === 'heads') return headLogits(weights, features, modality);
      if (scoring === 'slices' && joint.slice) return joint.slice(weights, branches, features, modality, training);
      return zeroOutLogits(joint, weights, branches, features, modality);
    },
  };
}

/** Slices exist for concat and sum only; FiLM and gated are scored by zero-out (methods.md 2.3: the official code cannot run there). */
const scoringOf = (asked: 'heads' | 'slices' | 'zero-out', hasSlices: boolean): Scoring =>
  asked === 'slices' && !hasSlices ? 'zero-out' : asked;
