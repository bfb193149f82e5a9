import { mul, type Tensor } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { defineLink } from '../train/method.ts';

const options = z.strictObject({
  alpha: z.number().min(0).default(0.8).describe('strength; 0.8 on CREMA-D, 0.1 on VGGSound'),
  start: z.int().min(0).default(0).describe('first epoch of modulation'),
  end: z.int().min(0).default(50).describe('last epoch of modulation, included'),
});

/**
 * OGM's coefficient of a modality: ρ = its score over the other's; k = 1 − tanh(α · ρ) where ρ > 1, else 1.
 * With more modalities the ratio is to the mean of the others (BalanceMM compares with the least; no official code).
 * Source: OGM-GE main.py at 343dc1d (methods.md 2.3).
 */
export function coefficients(
  scores: Readonly<Record<string, number>>,
  alpha: number,
): { ratio: Record<string, number>; coefficient: Record<string, number> } {
  const ids = Object.keys(scores);
  const ratio = Object.fromEntries(
    ids.map((id) => {
      const others = ids.filter((other) => other !== id);
      const mean = others.reduce((total, other) => total + (scores[other] ?? 0), 0) / Math.max(others.length, 1);
      return [id, (scores[id] ?? 0) / mean];
    }),
  );
  const coefficient = Object.fromEntries(
    ids.map((id) => [id, (ratio[id] ?? 0) > 1 ? 1 - Math.tanh(alpha * (ratio[id] ?? 0)) : 1]),
  );
  return { ratio, coefficient };
}

/** Whether OGM acts in this epoch; both ends are included. */
export const isModulated = ({ start, end }: { start: number; end: number }, epoch: number): boolean =>
  epoch >= start && epoch <= end;

/** Scales down the gradient of the better modality's encoder: convolution weights only, as the official code does. */
export const gradientScaling = defineLink({
  id: 'gradient-scaling',
  title: 'Gradient scaling (OGM)',
  summary: 'Multiplies the convolution gradients of the better modality by k = 1 − tanh(α·ρ), ρ the ratio of the scores.',
  options,
  create: (o) => ({
    id: 'gradient-scaling',
    needs: { trueProbability: 'gradients' },
    provides: { coefficient: 'gradients' },
    init: () => null,
    onGradients(gradients, state, step) {
      const { ratio, coefficient } = coefficients(step.read('trueProbability'), o.alpha);
      for (const { id } of step.modalities) {
        step.report(`ratio/${id}`, ratio[id] ?? 0);
        step.report(`coefficient/${id}`, coefficient[id] ?? 1);
      }
      step.write('coefficient', coefficient);
      if (!isModulated(o, step.epoch)) return { value: gradients, state };
      const value: Record<string, Tensor> = { ...gradients };
      for (const { name, owner, part, kind } of step.parameters) {
        const gradient = gradients[name];
        const k = coefficient[owner ?? ''] ?? 1;
        if (part !== 'encoder' || kind !== 'convolution' || !gradient || k === 1) continue;
        value[name] = mul(gradient, k);
      }
      return { value, state };
    },
  }),
});
