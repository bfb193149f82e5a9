import { mul, type Tensor } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { ParameterInfo } from '../nn/parameter.ts';
import { defineLink } from '../train/method.ts';

/** Which of an encoder's tensors a link changes. */
export const TENSORS = z
  .enum(['convolutions', 'matrices'])
  .default('convolutions')
  .describe(
    'which gradients of the encoders: of convolutions, as in the code (4-D only); of all weights of two or more dimensions, as in BalanceMM. In ResNet-18 both are the same tensors; encoders with linear layers differ',
  );

export const isChosen = ({ part, kind, shape }: ParameterInfo, tensors: z.output<typeof TENSORS>): boolean =>
  part === 'encoder' && (tensors === 'convolutions' ? kind === 'convolution' : shape.length >= 2);

const options = z
  .strictObject({
    alpha: z
      .number()
      .min(0)
      .default(0.8)
      .describe('strength; the code’s README: 0.8 on CREMA-D, 0.1 on VGGSound; the paper chooses it in [0, 1] on validation'),
    start: z.int().min(0).default(0).describe('first epoch of modulation, counted from 0; 0 in the code'),
    end: z.int().min(0).default(50).describe('last epoch of modulation, included; 50 of 100 in the code'),
    tensors: TENSORS,
  })
  .refine((o) => o.start <= o.end, { path: ['end'], message: 'lies before start: modulation would never be on' });

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
  paperAndCode:
    'The paper scales the encoder’s gradient; the code only its convolutions, in the epochs 0 to 50 of 100. Both score by slices of the fused head; FiLM and gated fusion have none (the code fails there) and are scored by zero-out.',
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
      for (const parameter of step.parameters) {
        const gradient = gradients[parameter.name];
        const k = coefficient[parameter.owner ?? ''] ?? 1;
        if (!isChosen(parameter, o.tensors) || !gradient || k === 1) continue;
        value[parameter.name] = mul(gradient, k);
      }
      return { value, state };
    },
  }),
});
