import { cast, div, mul, oneHot, softmax, sum, type Tensor, type Tensor1D, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { readScalars } from '../tensor/scalars.ts';
import { untaped } from '../tensor/record.ts';
import { defineLink } from '../train/method.ts';
import { cleanFeatures, idleInputs, MEASURED_INPUTS } from './clean-features.ts';

const options = z
  .strictObject({
    reduce: z
      .enum(['mean', 'sum'])
      .default('mean')
      .describe(
        'over the batch: mean in RedReg’s code and in InfoReg’s paper, sum in the code of OGM and InfoReg (where tanh of the gap then saturates)',
      ),
    inputs: z
      .enum(MEASURED_INPUTS)
      .default('dropped')
      .describe(
        'scores of the inputs as modality dropout left them, as in RedReg’s code, or of the clean ones: one more forward of a modality in the steps that drop it',
      ),
    window: z.int().min(1).default(10).describe('W: steps (or epochs) over which growth is measured; 10 steps in RedReg’s code'),
    growthUnit: z
      .enum(['step', 'epoch'])
      .default('step')
      .describe('growth from the score of every step, as in the code, or from its mean of every epoch'),
    historyReset: z
      .enum(['epoch', 'never'])
      .default('epoch')
      .describe('when the history of scores is forgotten; at each epoch’s end in the code'),
    warmValue: z
      .number()
      .default(1)
      .describe('growth while the history is shorter than W + 1; 1 in the code, which counts as much growth'),
  })
  .refine((o) => o.growthUnit === 'step' || o.historyReset === 'never', {
    path: ['growthUnit'],
    message: 'epoch needs historyReset=never: a history that is forgotten at each epoch’s end never holds two epochs',
  });

interface State {
  /** Last W + 1 scores per modality, of steps or of epochs, oldest first. */
  readonly history: Readonly<Record<string, readonly number[]>>;
  /** Of this epoch so far; only where growth is by epoch. */
  readonly sum: Readonly<Record<string, number>>;
  readonly steps: number;
}

/** Keeps the division finite; the released code's value. */
const EPSILON = 1e-12;

/**
 * Relative growth of the windowed mean: S = (mean(last W) − mean(the W before, shifted by one)) / (|the latter| + ε).
 * `warm` while there are no W + 1 scores yet. Source: main_RedReg.py at b620a46 (methods.md 1.3, step 5).
 */
export function growthOf(history: readonly number[], window: number, warm = 1): number {
  if (history.length <= window) return warm;
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

const record = <T>(ids: readonly string[], f: (id: string, index: number) => T): Record<string, T> =>
  Object.fromEntries(ids.map((id, i) => [id, f(id, i)]));

/** How sure each modality alone is of the true class, and how that grows. The signal that OGM, InfoReg and RedReg act on. */
export const unimodalScores = defineLink({
  id: 'unimodal-scores',
  title: 'Unimodal scores',
  summary: 'Probability that each modality alone gives the true class, p_m = softmax(o_m)[y], and its growth over a window.',
  paperAndCode:
    'RedReg’s figure speaks of a rolling mean of P(y|z) and its growth rate; the code measures both on the dropped input, per step, and forgets them at each epoch’s end. InfoReg’s paper scores by −log p and yet calls the larger the better; its code takes p. Logits: model.scoring (heads, slices of the fused head, zero-out for FiLM and gated fusion).',
  options,
  idle: (o, beside) => idleInputs(o.inputs, beside),
  create: (o) => ({
    id: 'unimodal-scores',
    provides: { trueProbability: 'losses', growth: 'losses' },
    ...(o.inputs === 'clean' ? { costs: { forwards: 0.1 } } : {}),
    init: ({ modalities }): State => ({ history: record(modalities, () => []), sum: record(modalities, () => 0), steps: 0 }),
    onLosses(losses, state: State, step) {
      const ids = step.modalities.map((m) => m.id);
      const batch = step.labels.shape[0] ?? 1;
      const clean = o.inputs === 'clean' && Object.values(step.read('dropped', {})).some((share) => share > 0);
      const features = clean ? cleanFeatures(step) : null;
      const scores = untaped(
        () =>
          tidy(() => {
            const all = features ? step.logitsOf(features) : step.unimodalLogits;
            const sums = ids.map((id) => {
              const logits = all[id];
              if (!logits) throw new Error(`The model gave no logits of the modality ${id}.`);
              return trueProbabilitySum(logits, step.labels);
            });
            return readScalars(o.reduce === 'mean' ? sums.map((s) => div(s, batch)) : sums);
          }) as never,
      ) as number[];
      const added = (id: string, value: number): readonly number[] => [...(state.history[id] ?? []), value].slice(-o.window - 1);
      const next: State =
        o.growthUnit === 'step'
          ? { ...state, history: record(ids, (id, i) => added(id, scores[i] ?? 0)) }
          : { ...state, sum: record(ids, (id, i) => (state.sum[id] ?? 0) + (scores[i] ?? 0)), steps: state.steps + 1 };
      const growth = record(ids, (id) => growthOf(next.history[id] ?? [], o.window, o.warmValue));
      for (const [i, id] of ids.entries()) {
        step.report(`score/${id}`, scores[i] ?? 0);
        step.report(`growth/${id}`, growth[id] ?? 0);
      }
      step.write(
        'trueProbability',
        record(ids, (_id, i) => scores[i] ?? 0),
      );
      step.write('growth', growth);
      return { value: losses, state: next };
    },
    onEpochEnd(weights, before) {
      const { history, sum: sums, steps } = before as State;
      const ids = Object.keys(history);
      const ended = (id: string): readonly number[] => {
        if (o.historyReset === 'epoch') return [];
        if (o.growthUnit === 'step' || steps === 0) return history[id] ?? [];
        return [...(history[id] ?? []), (sums[id] ?? 0) / steps].slice(-o.window - 1);
      };
      return { value: weights, state: { history: record(ids, ended), sum: record(ids, () => 0), steps: 0 } satisfies State };
    },
  }),
});
