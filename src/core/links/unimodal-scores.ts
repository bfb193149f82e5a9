import { cast, div, mul, oneHot, softmax, sum, type Tensor, type Tensor1D, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { readScalars } from '../tensor/scalars.ts';
import { untaped } from '../tensor/record.ts';
import { defineLink } from '../train/method.ts';

const options = z.strictObject({
  reduce: z.enum(['mean', 'sum']).default('mean').describe('over the batch: mean in RedReg, sum in OGM and InfoReg'),
  window: z.int().min(1).default(10).describe('steps over which growth is measured (W)'),
});

/** Last W + 1 scores per modality, oldest first; forgotten at the end of an epoch, as in the released code. */
type Histories = Readonly<Record<string, readonly number[]>>;

/** Keeps the division finite; the released code's value. */
const EPSILON = 1e-12;

/**
 * Relative growth of the windowed mean: S = (mean(last W) − mean(the W before, shifted by one)) / (|the latter| + ε).
 * 1 while there are no W + 1 scores yet. Source: main_RedReg.py at b620a46 (methods.md 1.3, step 5).
 */
export function growthOf(history: readonly number[], window: number): number {
  if (history.length <= window) return 1;
  const mean = (values: readonly number[]): number => values.reduce((total, v) => total + v, 0) / values.length;
  const before = mean(history.slice(-window - 1, -1));
  return (mean(history.slice(-window)) - before) / (Math.abs(before) + EPSILON);
}

/** Sum over the batch of softmax(logits)[true class]. Shapes: logits [B, C], labels [B] → []. */
export function trueProbabilitySum(logits: Tensor, labels: Tensor): Tensor {
  return tidy(() => {
    const hot = cast(oneHot(labels as Tensor1D, logits.shape[1] ?? 1), 'float32');
    return sum(mul(softmax(logits as Tensor2D), hot));
  });
}

/** How sure each modality alone is of the true class, and how that grows. The signal that OGM, InfoReg and RedReg act on. */
export const unimodalScores = defineLink({
  id: 'unimodal-scores',
  title: 'Unimodal scores',
  summary: 'Probability that each modality alone gives the true class, p_m = softmax(o_m)[y], and its growth over a window.',
  options,
  create: ({ reduce, window }) => ({
    id: 'unimodal-scores',
    provides: { trueProbability: 'losses', growth: 'losses' },
    init: ({ modalities }): Histories => Object.fromEntries(modalities.map((id) => [id, []])),
    onLosses(losses, state: Histories, step) {
      const ids = step.modalities.map((m) => m.id);
      const batch = step.labels.shape[0] ?? 1;
      const scores = untaped(
        () =>
          tidy(() => {
            const sums = ids.map((id) => {
              const logits = step.unimodalLogits[id];
              if (!logits) throw new Error(`The model gave no logits of the modality ${id}.`);
              return trueProbabilitySum(logits, step.labels);
            });
            return readScalars(reduce === 'mean' ? sums.map((s) => div(s, batch)) : sums);
          }) as never,
      ) as number[];
      const histories: Record<string, readonly number[]> = {};
      const growth: Record<string, number> = {};
      for (const [i, id] of ids.entries()) {
        const history = [...(state[id] ?? []), scores[i] ?? 0].slice(-window - 1);
        histories[id] = history;
        growth[id] = growthOf(history, window);
        step.report(`score/${id}`, scores[i] ?? 0);
        step.report(`growth/${id}`, growth[id] ?? 0);
      }
      step.write('trueProbability', Object.fromEntries(ids.map((id, i) => [id, scores[i] ?? 0])));
      step.write('growth', growth);
      return { value: losses, state: histories };
    },
    onEpochEnd: (weights, state) => ({
      value: weights,
      state: Object.fromEntries(Object.keys(state as Histories).map((id) => [id, []])),
    }),
  }),
});
