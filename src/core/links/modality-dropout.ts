import { zerosLike } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { defineLink } from '../train/method.ts';

const unit = z.number().min(0).max(1);
const options = z.strictObject({
  from: unit.default(0.6).describe('probability in the first epoch'),
  to: unit.default(0.1).describe('probability after the fall'),
  fall: unit.default(0.3).describe('share of the epochs over which it falls from the first value to the last'),
});

/** p in an epoch: from `from` to `to` on a line over the first int(fall · epochs) epochs, then `to`. */
export function dropProbability({ from, to, fall }: z.output<typeof options>, epoch: number, epochs: number): number {
  const over = Math.trunc(fall * epochs);
  return epoch < over ? from + ((to - from) * epoch) / over : to;
}

/**
 * Sets one modality's whole input to zero for a step, with probability p: one draw a batch, equal shares, never two modalities.
 * Source: main_RedReg.py at b620a46 (methods.md 1.3, step 2; the "both" branch there is dead code).
 */
export const modalityDropout = defineLink({
  id: 'modality-dropout',
  title: 'Modality dropout',
  summary: 'With probability p one modality’s input is zeroed for the batch; p falls over the first epochs.',
  paperAndCode: 'Neither the paper’s figure nor the README names it; the released code has it, before batch norm.',
  options,
  create: (o) => ({
    id: 'modality-dropout',
    init: () => null,
    onInputs(inputs, state, step) {
      const p = dropProbability(o, step.epoch, step.epochs);
      const ids = step.modalities.map((m) => m.id);
      const drawn = step.chance.uniform('modality-dropout', step.globalStep);
      const dropped = drawn < p ? ids[Math.min(Math.floor((drawn * ids.length) / p), ids.length - 1)] : undefined;
      step.report('probability', p);
      for (const id of ids) step.report(`dropped/${id}`, id === dropped);
      if (dropped === undefined) return { value: inputs, state };
      const value = Object.fromEntries(Object.entries(inputs).map(([id, x]) => [id, id === dropped ? zerosLike(x) : x]));
      return { value, state };
    },
  }),
});
