import { mul, type Tensor } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { type Beside, defineLink } from '../train/method.ts';
import { checkTouched, chosenTensors, TENSORS } from './encoder-tensors.ts';

/** The score that a modality's own is divided by, where it has several others. */
const RIVALS = ['minimum', 'pairwise', 'others'] as const;
export type Rivals = (typeof RIVALS)[number];

const options = z
  .strictObject({
    alpha: z
      .number()
      .min(0)
      .default(0.8)
      .describe('strength; the code’s README: 0.8 on CREMA-D, 0.1 on VGGSound; the paper chooses it in [0, 1] on validation'),
    start: z.int().min(0).default(0).describe('first epoch of modulation, counted from 0; 0 in the code'),
    end: z.int().min(0).default(50).describe('last epoch of modulation, included; 50 of 100 in the code'),
    against: z
      .enum(RIVALS)
      .default('minimum')
      .describe(
        'with three modalities or more, what a score is divided by: minimum, the least of the others’, as in BalanceMM; pairwise, each of the others’, and the ratios are averaged, as BalanceMM’s OGM_GE3 means to; others, the mean of the others’, which is ours. With two modalities all are the same',
      ),
    tensors: TENSORS,
  })
  .refine((o) => o.start <= o.end, { path: ['end'], message: 'lies before start: modulation would never be on' });

const meanOf = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0) / Math.max(values.length, 1);

function ratioTo(own: number, others: readonly number[], against: Rivals): number {
  if (against === 'pairwise') return meanOf(others.map((other) => own / other));
  return own / (against === 'minimum' ? Math.min(...others) : meanOf(others));
}

/**
 * OGM's coefficient of a modality: ρ = its score over the other's; k = 1 − tanh(α · ρ) where ρ > 1, else 1. With more modalities:
 *
 *     minimum     ρ_m = s_m / min over n ≠ m of s_n           the weakest keeps k = 1, since its ρ is at most 1
 *     pairwise    ρ_m = mean over n ≠ m of s_m / s_n
 *     others      ρ_m = s_m / mean over n ≠ m of s_n
 *
 * Source: OGM-GE main.py at 343dc1d (methods.md 2.3); for three modalities BalanceMM at 4c1482f (methods.md 3, row 6).
 * Deviation: BalanceMM divides the weakest by itself, which gives the same k. Its three-modality score, softmax of the cosine of the
 * logits over the samples that are right, is not copied, nor OGM_GE3's leaving all but the last modality's sum undivided.
 */
export function coefficients(
  scores: Readonly<Record<string, number>>,
  alpha: number,
  against: Rivals = 'minimum',
): { ratio: Record<string, number>; coefficient: Record<string, number> } {
  const ids = Object.keys(scores);
  const othersOf = (id: string): number[] => ids.filter((other) => other !== id).map((other) => scores[other] ?? 0);
  const ratio = Object.fromEntries(ids.map((id) => [id, ratioTo(scores[id] ?? 0, othersOf(id), against)]));
  const coefficient = Object.fromEntries(
    ids.map((id) => [id, (ratio[id] ?? 0) > 1 ? 1 - Math.tanh(alpha * (ratio[id] ?? 0)) : 1]),
  );
  return { ratio, coefficient };
}

/** Whether OGM acts in this epoch; both ends are included. */
export const isModulated = ({ start, end }: { start: number; end: number }, epoch: number): boolean =>
  epoch >= start && epoch <= end;

/** Why nothing would ever be modulated: the run ends before. */
export const idleRange = ({ start }: { readonly start: number }, { epochs }: Beside): { option: string; reason: string }[] =>
  start < epochs
    ? []
    : [
        {
          option: 'start',
          reason: `the run has ${String(epochs)} epochs, counted from 0, so it ends before epoch ${String(start)}`,
        },
      ];

/** Scales down the gradient of a modality's encoder that is ahead: convolution weights, as the official code does, or what `tensors` says. */
export const gradientScaling = defineLink({
  id: 'gradient-scaling',
  title: 'Gradient scaling (OGM)',
  summary: 'Multiplies the convolution gradients of the better modality by k = 1 − tanh(α·ρ), ρ the ratio of the scores.',
  extension: {
    source:
      'BalanceMM (GeWu-Lab/BalanceBenchmark@4c1482f): each modality that is ahead of the weakest is slowed, by its ratio to it.',
    formula: ['ρ_m = s_m / min_{n≠m} s_n', 'k_m = 1 − tanh(α·ρ_m) where ρ_m > 1, else 1'],
  },
  paperAndCode:
    'The paper scales the encoder’s gradient; the code only its convolutions, in the epochs 0 to 50 of 100. Both score by slices of the fused head; FiLM and gated fusion have none (the code fails there) and are scored by zero-out.',
  options,
  idle: (o, beside) => idleRange(o, beside),
  create: (o) => ({
    id: 'gradient-scaling',
    needs: { trueProbability: 'gradients' },
    provides: { coefficient: 'gradients' },
    init(model) {
      checkTouched('gradient-scaling', model, o.tensors);
      return null;
    },
    onGradients(gradients, state, step) {
      const { ratio, coefficient } = coefficients(step.read('trueProbability'), o.alpha, o.against);
      for (const { id } of step.modalities) {
        step.report(`ratio/${id}`, ratio[id] ?? 0);
        step.report(`coefficient/${id}`, coefficient[id] ?? 1);
      }
      step.write('coefficient', coefficient);
      if (!isModulated(o, step.epoch)) return { value: gradients, state };
      const value: Record<string, Tensor> = { ...gradients };
      const chosen = chosenTensors(step.parameters, o.tensors);
      for (const { name, owner } of step.parameters) {
        const gradient = gradients[name];
        const k = coefficient[owner ?? ''] ?? 1;
        if (!chosen.has(name) || !gradient || k === 1) continue;
        value[name] = mul(gradient, k);
      }
      return { value, state };
    },
  }),
});
