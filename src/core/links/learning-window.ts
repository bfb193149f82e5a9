import { addN, div, scalar, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { Tensors } from '../nn/parameter.ts';
import { squaredNorm } from '../tensor/norm.ts';
import { readScalars } from '../tensor/scalars.ts';
import type { Step } from '../train/link.ts';
import { defineLink } from '../train/method.ts';
import { isWeight } from './encoder-tensors.ts';
import { checkNamed } from './named-modalities.ts';

/** Whose trace decides in the released code. */
const OFFICIAL_TRACE = 'audio';

const options = z.strictObject({
  threshold: z
    .number()
    .default(0.05)
    .describe('K: the window is open while the trace grows faster than this; 0.05 in the code, 0.04 in the paper'),
  trace: z
    .string()
    .default(OFFICIAL_TRACE)
    .describe(
      'whose trace decides: a modality for all, audio in the code (the first one where the data has no audio); own, each modality for itself, as in the paper; dominant, the one with the higher mean score in the epoch before, for all',
    ),
  epochs: z
    .int()
    .min(1)
    .default(10)
    .describe('epochs in each of the two means that are compared: 10 in the code, 1 (adjacent epochs) in the paper'),
  warmEpochs: z
    .int()
    .min(0)
    .default(0)
    .describe('first epochs in which the window is shut: 0 in the code, where the first is always open; 2 in the paper'),
});

interface Window {
  /** Trace at the end of each epoch, preceded by as many zeros as the mean has epochs, as in the released code. */
  readonly traces: Readonly<Record<string, readonly number[]>>;
  /** Sum over this epoch's steps so far. */
  readonly running: Readonly<Record<string, number>>;
  /** Sum of the scores over this epoch's steps; only where the dominant trace decides. */
  readonly scores: Readonly<Record<string, number>>;
  /** The modality with the highest mean score in the epoch before; null in the first. */
  readonly dominant: string | null;
}

/**
 * Growth of the Fisher trace: k = (A₁ − A₂) / A₁, A₁ the mean of the last n entries, A₂ of the n − 1 … entries −n−1 … −2 (n of them).
 * n = 1: adjacent epochs (paper, Eq. 11). The first epoch has k = 1; a trace of zeros does not grow.
 * Source: InfoReg main.py at 939b2ed (methods.md 2.2).
 */
export function traceGrowth(traces: readonly number[], epoch: number, epochs: number): number {
  if (epoch === 0) return 1;
  const mean = (values: readonly number[]): number => values.reduce((total, v) => total + v, 0) / values.length;
  const last = mean(traces.slice(-epochs));
  return last === 0 ? 0 : (last - mean(traces.slice(-epochs - 1, -1))) / last;
}

/**
 * InfoReg's prime learning window. Accumulates, per encoder, the sum over layers of the mean over weights of the squared gradient, over
 * the steps of an epoch (the code's "Fisher trace", after regulation), and opens while a modality's trace grows. Layers are convolutions
 * and linear ones, as in the code; of sequence encoders all weights of two or more dimensions, attention's and recurrent ones among them.
 */
export const learningWindow = defineLink({
  id: 'learning-window',
  title: 'Prime learning window',
  summary: 'Regulation is on while the Fisher trace still grows by more than K over ten-epoch means.',
  paperAndCode:
    'The paper has a window per modality over adjacent epochs, K = 0.04, off for the first two epochs; the code lets the audio trace decide for both, with ten-epoch means, 0.05, on from the first epoch. The paper’s trace is the mean squared gradient per sample; the code’s, and ours, sums those of batches.',
  extension: {
    source:
      'The code’s rule for any number: one trace decides for all, that of the first modality where there is no audio. The paper’s, trace=own, is by modality anyway.',
    formula: ['open_m = k_audio > K for every m'],
  },
  options,
  create: (o) => ({
    id: 'learning-window',
    provides: { learningWindow: 'inputs' },
    init({ modalities }): Window {
      checkNamed('learning-window', 'trace', [o.trace], modalities, [OFFICIAL_TRACE, 'own', 'dominant']);
      return {
        traces: Object.fromEntries(modalities.map((id) => [id, Array.from({ length: o.epochs }, () => 0)])),
        running: zeros(modalities),
        scores: zeros(modalities),
        dominant: null,
      };
    },
    onInputs(inputs, state: Window, step) {
      const ids = step.modalities.map((m) => m.id);
      const decider = (id: string): string => {
        if (o.trace === 'own') return id;
        const named = o.trace === 'dominant' ? (state.dominant ?? '') : o.trace;
        return ids.includes(named) ? named : (ids[0] ?? '');
      };
      const k = (id: string): number => traceGrowth(state.traces[id] ?? [], step.epoch, o.epochs);
      const open = Object.fromEntries(ids.map((id) => [id, step.epoch >= o.warmEpochs && k(decider(id)) > o.threshold] as const));
      step.write('learningWindow', open);
      step.report('threshold', o.threshold);
      if (o.trace === 'own')
        for (const id of ids) {
          step.report(`k/${id}`, k(id));
          step.report(`open/${id}`, open[id] ?? false);
        }
      else {
        step.report('k', k(decider('')));
        step.report('open', Object.values(open).some(Boolean));
      }
      return { value: inputs, state };
    },
    onGradients(gradients, state: Window, step) {
      const ids = step.modalities.map((m) => m.id);
      const found = tracesOf(gradients, ids, step);
      const running = Object.fromEntries(ids.map((id, i) => [id, (state.running[id] ?? 0) + (found[i] ?? 0)]));
      const scores = step.read('trueProbability', {});
      const summed =
        o.trace === 'dominant'
          ? Object.fromEntries(ids.map((id) => [id, (state.scores[id] ?? 0) + (scores[id] ?? 0)]))
          : state.scores;
      return { value: gradients, state: { ...state, running, scores: summed } };
    },
    onEpochEnd(weights, before, epoch) {
      const { traces, running, scores } = before as Window;
      const ids = Object.keys(running);
      for (const id of ids) epoch.report(`trace/${id}`, running[id] ?? 0);
      const best = ids.reduce((leader, id) => ((scores[id] ?? 0) > (scores[leader] ?? 0) ? id : leader), ids[0] ?? '');
      const state: Window = {
        traces: Object.fromEntries(ids.map((id) => [id, [...(traces[id] ?? []), running[id] ?? 0].slice(-o.epochs - 1)])),
        running: zeros(ids),
        scores: zeros(ids),
        dominant: o.trace === 'dominant' ? best : null,
      };
      return { value: weights, state };
    },
  }),
});

const zeros = (modalities: readonly string[]): Record<string, number> => Object.fromEntries(modalities.map((id) => [id, 0]));

/** Per modality, in the order of `ids`: sum over its encoder's weights of the mean square of the gradient. One readback. */
function tracesOf(gradients: Tensors, ids: readonly string[], step: Step): number[] {
  return tidy(
    () =>
      readScalars(
        ids.map((id) => {
          const squares = step.parameters.flatMap((parameter): Tensor[] => {
            const gradient = gradients[parameter.name];
            if (parameter.owner !== id || !isWeight(parameter) || !gradient) return [];
            return [div(squaredNorm(gradient), gradient.size)];
          });
          return squares.length > 0 ? addN(squares) : scalar(0);
        }),
      ) as never,
  ) as number[];
}
