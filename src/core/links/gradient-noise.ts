import { add, mean, mul, sqrt, square, sub, sum, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { defineLink } from '../train/method.ts';
import { checkTouched, chosenTensors, TENSORS } from './encoder-tensors.ts';
import { idleRange, isModulated } from './gradient-scaling.ts';

const options = z
  .strictObject({
    start: z.int().min(0).default(0).describe('first epoch with noise, counted from 0; that of the scaling in the code'),
    end: z.int().min(0).default(50).describe('last epoch with noise, included; that of the scaling in the code'),
    tensors: TENSORS,
  })
  .refine((o) => o.start <= o.end, { path: ['end'], message: 'lies before start: there would never be noise' });

/** Added to the deviation; the official code's value. */
const SMALLEST_DEVIATION = 1e-8;

/** Standard deviation over all elements with Bessel's correction, []. One element: 0 / max(0, 1) = 0. */
export function unbiasedDeviation(x: Tensor): Tensor {
  return tidy(() => sqrt(mul(sum(square(sub(x, mean(x)))), 1 / Math.max(x.size - 1, 1))));
}

/**
 * Generalisation enhancement: adds Gaussian noise to all encoders' convolution gradients (or what `tensors` says), with the deviation of the tensor's
 * gradient before any link changed it.
 * Source: OGM-GE main.py at 343dc1d (methods.md 2.3). The paper's covariance is that of SGD noise; the code uses one deviation a tensor.
 */
export const gradientNoise = defineLink({
  id: 'gradient-noise',
  title: 'Generalisation enhancement (GE)',
  summary: 'Adds N(0, std(g)²) to every convolution gradient of the encoders.',
  extension: { source: 'The same for every encoder.', formula: ['g_m := g_m + ε_m, ε_m ~ N(0, std(g_m)²)'] },
  paperAndCode:
    'The paper’s noise has the covariance of SGD’s gradient noise; the code uses one standard deviation per tensor, of the gradient before the scaling, for both encoders. Noise without scaling ("GE alone", the paper’s Table 7) is this link without gradient-scaling.',
  options,
  idle: (o, beside) => idleRange(o, beside),
  create: (o) => ({
    id: 'gradient-noise',
    init(model) {
      checkTouched('gradient-noise', model, o.tensors);
      return null;
    },
    onGradients(gradients, state, step) {
      step.report('active', isModulated(o, step.epoch));
      if (!isModulated(o, step.epoch)) return { value: gradients, state };
      const value: Record<string, Tensor> = { ...gradients };
      for (const name of chosenTensors(step.parameters, o.tensors)) {
        const [gradient, plain] = [gradients[name], step.plainGradients[name]];
        if (!gradient || !plain) continue;
        value[name] = tidy(() => {
          const noise = step.chance.normal(`gradient-noise/${name}`, step.globalStep, plain.shape);
          return add(gradient, mul(noise, add(unbiasedDeviation(plain), SMALLEST_DEVIATION)));
        });
      }
      return { value, state };
    },
  }),
});
