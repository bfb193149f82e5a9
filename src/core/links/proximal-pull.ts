import { add, mul, sub, type Tensor } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { totalNorm } from '../tensor/norm.ts';
import { defineLink } from '../train/method.ts';
import { type Anchor, anchorAt } from './anchor.ts';

/**
 * Pulls a suppressed modality's encoder straight back to where it stood at the start of the epoch: g ← g + β (w − w₀), every tensor.
 * Source: InfoReg main.py at 939b2ed (methods.md 2.2); paper Eq. 12, whose gradient this is.
 */
export const proximalPull = defineLink({
  id: 'proximal-pull',
  title: 'Proximal pull-back',
  summary: 'Adds β·(w − w₀) to the gradient of the encoder that is ahead, w₀ its weights at the start of the epoch.',
  options: z.strictObject({}),
  create: () => ({
    id: 'proximal-pull',
    needs: { suppression: 'gradients' },
    init: ({ parameters, weights }): Anchor => anchorAt(parameters, weights),
    onGradients(gradients, state: Anchor, step) {
      const suppression = step.read('suppression');
      const value: Record<string, Tensor> = { ...gradients };
      for (const { id } of step.modalities) {
        const beta = suppression[id] ?? 0;
        step.report(`beta/${id}`, beta);
        if (beta === 0) continue;
        const drifts: Tensor[] = [];
        for (const { name, owner, part } of step.parameters) {
          const [gradient, weight, anchor] = [gradients[name], step.weights[name], state.weights[name]];
          if (part !== 'encoder' || owner !== id || !gradient || !weight || !anchor) continue;
          const drift = sub(weight, anchor);
          value[name] = add(gradient, mul(drift, beta));
          drifts.push(drift);
        }
        step.report(`drift/${id}`, totalNorm(drifts));
      }
      return { value, state };
    },
    onEpochEnd: (weights, _state, { parameters }) => ({ value: weights, state: anchorAt(parameters, weights) }),
  }),
});
