import { mul, type Tensor, tensor, zerosLike } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { Tensors } from '../nn/parameter.ts';
import type { Step } from '../train/link.ts';
import { defineLink } from '../train/method.ts';

const unit = z.number().min(0).max(1);
const options = z
  .strictObject({
    from: unit.default(0.6).describe('probability in the first epoch'),
    to: unit.default(0.1).describe('probability after the fall'),
    fall: unit.default(0.3).describe('share of the epochs over which it falls from the first value to the last'),
    unit: z
      .enum(['batch', 'sample'])
      .default('batch')
      .describe('what one draw decides: a whole batch, as in the code, or every sample for itself'),
    at: z
      .enum(['input', 'feature'])
      .default('input')
      .describe(
        'what is zeroed: the input, as in the code, so that batch norm sees zeros; or the pooled features behind the encoder',
      ),
    batchNorm: z
      .enum(['update', 'freeze'])
      .default('update')
      .describe(
        'whether a step with a zeroed input moves that encoder’s running statistics: the code lets it, which shrinks their variance; freeze leaves them as they are',
      ),
  })
  .refine((o) => o.batchNorm === 'update' || (o.unit === 'batch' && o.at === 'input'), {
    path: ['batchNorm'],
    message:
      'freeze goes with unit=batch and at=input only: features behind the encoder leave the statistics alone, and single samples would freeze nearly every step',
  });
type Options = z.output<typeof options>;

/** p in an epoch: from `from` to `to` on a line over the first int(fall · epochs) epochs, then `to`. */
export function dropProbability(
  { from, to, fall }: Pick<Options, 'from' | 'to' | 'fall'>,
  epoch: number,
  epochs: number,
): number {
  const over = Math.trunc(fall * epochs);
  return epoch < over ? from + ((to - from) * epoch) / over : to;
}

/** The modality that a draw in [0, 1) drops: equal shares of [0, p); undefined from p on. */
const chosen = (drawn: number, p: number, ids: readonly string[]): string | undefined =>
  drawn < p ? ids[Math.min(Math.floor((drawn * ids.length) / p), ids.length - 1)] : undefined;

/**
 * Zeroes one modality with probability p: one draw a batch (or a sample), equal shares p / n of n modalities, never two at once.
 * Source: main_RedReg.py at b620a46 (methods.md 1.3, step 2; the "both" branch there is dead code).
 */
export const modalityDropout = defineLink({
  id: 'modality-dropout',
  title: 'Modality dropout',
  summary: 'With probability p one modality is zeroed for the batch; p falls over the first epochs.',
  paperAndCode: 'Neither the paper’s figure nor the README names it; the released code has it, per batch, at the input.',
  extension: {
    source: 'Ours: RedReg’s code has two modalities. One draw still drops one modality at most, each with an equal share of p.',
    formula: ['u ~ U(0, 1); the k-th of M modalities is zeroed where (k−1)·p/M ≤ u < k·p/M'],
  },
  options,
  create: (o) => ({
    id: 'modality-dropout',
    provides: { dropped: o.at === 'input' ? 'inputs' : 'features' },
    init: () => null,
    ...(o.at === 'input'
      ? { onInputs: (inputs: Tensors, state: unknown, step: Step) => ({ value: drop(inputs, step, o), state }) }
      : {
          onFeatures(features: Tensors, state: unknown, step: Step) {
            step.write('cleanFeatures', features);
            return { value: drop(features, step, o), state };
          },
        }),
  }),
});

/** Draws, says what was drawn, and zeroes. Tensors [B, …] by modality. */
function drop(tensors: Tensors, step: Step, o: Options): Tensors {
  const p = dropProbability(o, step.epoch, step.epochs);
  const ids = step.modalities.map((m) => m.id);
  step.report('probability', p);
  const batch = step.labels.shape[0] ?? 1;
  const draws =
    o.unit === 'batch'
      ? [step.chance.uniform('modality-dropout', step.globalStep)]
      : Array.from({ length: batch }, (_, i) => step.chance.uniform(`modality-dropout/${String(i)}`, step.globalStep));
  const victims = draws.map((drawn) => chosen(drawn, p, ids));
  const share = Object.fromEntries(ids.map((id) => [id, victims.filter((v) => v === id).length / victims.length]));
  for (const id of ids) step.report(`dropped/${id}`, share[id] ?? 0);
  step.write('dropped', share);
  const hit = ids.filter((id) => (share[id] ?? 0) > 0);
  if (hit.length === 0) return tensors;
  if (o.batchNorm === 'freeze') step.write('heldStatistics', hit);
  const zeroed = (id: string, x: Tensor): Tensor => {
    if (!hit.includes(id)) return x;
    // Keeps the path to the encoder where these are features: its gradient is then zero rather than absent.
    if (o.unit === 'batch') return zerosLike(x);
    const kept = victims.map((victim) => (victim === id ? 0 : 1));
    return mul(x, tensor(kept, [batch, ...x.shape.slice(1).map(() => 1)], 'float32'));
  };
  return Object.fromEntries(Object.entries(tensors).map(([id, x]) => [id, zeroed(id, x)]));
}
