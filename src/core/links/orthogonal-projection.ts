import { add, mul, sub, type Tensor } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { orthogonalComponent } from '../tensor/orthogonal.ts';
import { totalNorm } from '../tensor/norm.ts';
import { defineLink } from '../train/method.ts';
import { type Anchor, anchorAt } from './anchor.ts';

/**
 * Pulls a suppressed modality back towards where it stood at the start of the epoch, but only across its gradient:
 *
 *     g ← g + β · gate · (w − w₀)⊥g         per tensor of the modality's encoder
 *
 * Source: main_RedReg.py at b620a46 (methods.md 1.3, step 12). The term is zero on the first step of an epoch.
 */
export const orthogonalProjection = defineLink({
  id: 'orthogonal-projection',
  title: 'Orthogonal projection',
  summary:
    'Adds β·gate·d⊥ to the dominant encoder’s gradient, d the drift since the start of the epoch, d⊥ its part across the gradient.',
  paperAndCode:
    'The abstract projects the gradient onto the complement of the joint gradient subspace; the code projects the drift, per tensor, across the summed gradient.',
  options: z.strictObject({}),
  create: () => ({
    id: 'orthogonal-projection',
    needs: { suppression: 'gradients' },
    init: ({ parameters, weights }): Anchor => anchorAt(parameters, weights),
    onGradients(gradients, state: Anchor, step) {
      const suppression = step.read('suppression');
      const agreement = step.read('agreement', 1);
      const value: Record<string, Tensor> = { ...gradients };
      for (const { id } of step.modalities) {
        const beta = (suppression[id] ?? 0) * agreement;
        step.report(`beta/${id}`, beta);
        if (beta === 0) continue;
        const held: Tensor[] = [];
        for (const { name, owner, part } of step.parameters) {
          const [gradient, weight, anchor] = [gradients[name], step.weights[name], state.weights[name]];
          if (part !== 'encoder' || owner !== id || !gradient || !weight || !anchor) continue;
          const across = orthogonalComponent(sub(weight, anchor), gradient);
          value[name] = add(gradient, mul(across, beta));
          held.push(across);
        }
        step.report(`held/${id}`, totalNorm(held));
      }
      return { value, state };
    },
    onEpochEnd: (weights, _state, { parameters }) => ({ value: weights, state: anchorAt(parameters, weights) }),
  }),
});
