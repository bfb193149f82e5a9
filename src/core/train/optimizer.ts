import { add, addN, div, mul, sqrt, square, sub, type Tensor, tidy, zerosLike } from '@tensorflow/tfjs-core';
import type { Tensors } from '../nn/parameter.ts';
import type { OptimizerSettings } from './config.ts';

/** Moments by kind and parameter *name* (never by position: another set of gradients must not meet another parameter's momentum). */
export interface OptimizerState {
  readonly updates: number;
  readonly moments: Readonly<Record<string, Tensors>>;
}

export interface Optimizer {
  init(weights: Tensors): OptimizerState;
  /**
   * One update at `rate`. A parameter without a gradient keeps its value and moments, decay included, as in PyTorch.
   * Memory: returns new tensors for what changed and the same tensors for what did not; the caller frees the replaced.
   */
  update(weights: Tensors, gradients: Tensors, state: OptimizerState, rate: number): { weights: Tensors; state: OptimizerState };
}

/** The optimiser of a run's settings. */
export function optimizerOf(settings: OptimizerSettings): Optimizer {
  switch (settings.kind) {
    case 'sgd':
      return sgd(settings.momentum, settings.weightDecay);
    case 'adam':
    case 'adamw':
      return adam(settings);
    default:
      return settings satisfies never;
  }
}

const zerosOf = (weights: Tensors): Tensors =>
  Object.fromEntries(Object.entries(weights).map(([name, w]) => [name, zerosLike(w)]));

/**
 * v ← m v + g + λ w;  w ← w − η v. Source: torch.optim.SGD (dampening 0, no Nesterov); the decay is part of the gradient and so of
 * the momentum. Hand-worked in test/core/train/optimizer.test.ts.
 */
function sgd(momentum: number, decay: number): Optimizer {
  return {
    init: (weights) => ({ updates: 0, moments: { velocity: zerosOf(weights) } }),
    update(weights, gradients, state, rate) {
      const next: Record<string, Tensor> = { ...weights };
      const velocity: Record<string, Tensor> = { ...state.moments['velocity'] };
      for (const [name, gradient] of Object.entries(gradients)) {
        const [weight, before] = [weights[name], velocity[name]];
        if (!weight || !before) continue;
        const moved = tidy(() => addN([mul(before, momentum), gradient, ...(decay === 0 ? [] : [mul(weight, decay)])]));
        velocity[name] = moved;
        next[name] = tidy(() => sub(weight, mul(moved, rate)));
      }
      return { weights: next, state: { updates: state.updates + 1, moments: { velocity } } };
    },
  };
}

/**
 * Adam with bias correction; `adamw` takes the decay off the weights (w ← w (1 − η λ)) before the step instead of adding it to the
 * gradient. Source: torch.optim.Adam and AdamW.
 */
function adam(o: Exclude<OptimizerSettings, { kind: 'sgd' }>): Optimizer {
  return {
    init: (weights) => ({ updates: 0, moments: { first: zerosOf(weights), second: zerosOf(weights) } }),
    update(weights, gradients, state, rate) {
      const updates = state.updates + 1;
      const [correctFirst, correctSecond] = [1 - o.beta1 ** updates, 1 - o.beta2 ** updates];
      const next: Record<string, Tensor> = { ...weights };
      const first: Record<string, Tensor> = { ...state.moments['first'] };
      const second: Record<string, Tensor> = { ...state.moments['second'] };
      for (const [name, plain] of Object.entries(gradients)) {
        const [weight, m, v] = [weights[name], first[name], second[name]];
        if (!weight || !m || !v) continue;
        const coupled = o.kind === 'adam' && o.weightDecay !== 0;
        const [w, mNext, vNext] = tidy((): [Tensor, Tensor, Tensor] => {
          const gradient = coupled ? add(plain, mul(weight, o.weightDecay)) : plain;
          const mNew = add(mul(m, o.beta1), mul(gradient, 1 - o.beta1));
          const vNew = add(mul(v, o.beta2), mul(square(gradient), 1 - o.beta2));
          const direction = div(div(mNew, correctFirst), add(sqrt(div(vNew, correctSecond)), o.epsilon));
          const decayed = o.kind === 'adamw' ? mul(weight, 1 - rate * o.weightDecay) : weight;
          return [sub(decayed, mul(direction, rate)), mNew, vNew];
        });
        next[name] = w;
        first[name] = mNext;
        second[name] = vNext;
      }
      return { weights: next, state: { updates, moments: { first, second } } };
    },
  };
}
