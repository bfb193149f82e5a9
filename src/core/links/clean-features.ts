import type { Tensors } from '../nn/parameter.ts';
import type { Step } from '../train/link.ts';
import type { Beside } from '../train/method.ts';
import { dropProbability } from './modality-dropout.ts';

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
      return [id, step.encode(id, input, { statistics: 'batch', give: 'features' })];
    }),
  );
  step.write('cleanFeatures', clean);
  return clean;
}

/** Why measuring clean inputs would be the same as measuring dropped ones: nothing is dropped. */
export function idleInputs(inputs: (typeof MEASURED_INPUTS)[number], beside: Beside): { option: string; reason: string }[] {
  if (inputs === 'dropped') return [];
  const dropout = beside.optionsOf('modality-dropout') as Parameters<typeof dropProbability>[0] | undefined;
  const drops = dropout && [0, beside.epochs - 1].some((epoch) => dropProbability(dropout, epoch, beside.epochs) > 0);
  if (drops) return [];
  const why = dropout ? 'which drops nothing with these probabilities' : 'which is not in this run';
  return [{ option: 'inputs', reason: `clean and dropped inputs differ only by the link modality-dropout, ${why}` }];
}

/** Whether scores or similarity are of the dropped or of the clean input; an option of the links that measure. */
export const MEASURED_INPUTS = ['dropped', 'clean'] as const;
