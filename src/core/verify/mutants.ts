import { add, mul, neg, sub, type Tensor } from '@tensorflow/tfjs-core';
import type { VerifyJob } from '../contract/trainer.ts';
import type { Anchor } from '../links/anchor.ts';
import type { Tensors } from '../nn/parameter.ts';
import type { Link, Step } from '../train/link.ts';
import type { Mutate } from './replay.ts';

/** Applies `change` to the gradients that a link gives, so that a comparison can be shown to notice. */
const altering =
  (id: string, change: (before: Tensors, after: Tensors, state: Anchor, step: Step) => Tensors): Mutate =>
  (chain) => ({
    ...chain,
    onGradients: (gradients, state, stepOf) => {
      let value: Tensors = gradients;
      let states = state;
      for (const link of chain.links as readonly Link<unknown>[]) {
        if (!link.onGradients) continue;
        const step = stepOf(link.id);
        const next = link.onGradients(value, states[link.id], step);
        value = link.id === id ? change(value, next.value, states[link.id] as Anchor, step) : next.value;
        states = { ...states, [link.id]: next.state };
      }
      return { value, state: states };
    },
  });

/** Per tensor that the link changed. */
const eachChanged = (before: Tensors, after: Tensors, f: (before: Tensor, after: Tensor, name: string) => Tensor): Tensors =>
  Object.fromEntries(
    Object.entries(after).map(([name, tensor]) => {
      const old = before[name];
      return [name, old && old !== tensor ? f(old, tensor, name) : tensor];
    }),
  );

/** Faults made on purpose (golden README, last paragraph): `verify` must fail on each of them. */
export const mutants: Readonly<Record<VerifyJob['mutant'], Mutate>> = {
  none: (chain) => chain,
  'no-term': altering('orthogonal-projection', (before) => before),
  'flipped-sign': altering('orthogonal-projection', (before, after) =>
    eachChanged(before, after, (old, now) => add(old, neg(sub(now, old)))),
  ),
  'no-projection': altering('orthogonal-projection', (before, after, state, step) => {
    const beta = step.read('suppression');
    const gate = step.read('agreement', 1);
    const owners = new Map(step.parameters.map((p) => [p.name, p.owner ?? '']));
    return eachChanged(before, after, (old, _now, name) => {
      const [weight, anchor] = [step.weights[name], state.weights[name]];
      return weight && anchor ? add(old, mul(sub(weight, anchor), (beta[owners.get(name) ?? ''] ?? 0) * gate)) : old;
    });
  }),
  'no-pull-back': altering('proximal-pull', (before) => before),
};
