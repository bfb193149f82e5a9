import { addN, div, scalar, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { squaredNorm } from '../tensor/norm.ts';
import { readScalars } from '../tensor/scalars.ts';
import { defineLink } from '../train/method.ts';

const options = z.strictObject({
  threshold: z.number().default(0.05).describe('K: the window is open while the trace grows faster than this'),
  trace: z.string().default('audio').describe('modality whose trace decides for all; the code always takes audio'),
  epochs: z.int().min(2).default(10).describe('epochs in each of the two moving means'),
});

interface Window {
  /** Trace at the end of each epoch, preceded by as many zeros as the mean has epochs, as in the released code. */
  readonly traces: Readonly<Record<string, readonly number[]>>;
  /** Sum over this epoch's steps so far. */
  readonly running: Readonly<Record<string, number>>;
}

/**
 * Growth of the Fisher trace: k = (A₁ − A₂) / A₁, A₁ the mean of the last n entries, A₂ of the n − 1 … entries −n−1 … −2 (n of them).
 * The first epoch has k = 1. Source: InfoReg main.py at 939b2ed (methods.md 2.2).
 */
export function traceGrowth(traces: readonly number[], epoch: number, epochs: number): number {
  if (epoch === 0) return 1;
  const mean = (values: readonly number[]): number => values.reduce((total, v) => total + v, 0) / values.length;
  const last = mean(traces.slice(-epochs));
  return (last - mean(traces.slice(-epochs - 1, -1))) / last;
}

/**
 * InfoReg's prime learning window. Accumulates, per encoder, the sum over convolutions of the mean over weights of the squared
 * gradient, over the steps of an epoch (the code's "Fisher trace", after regulation), and opens while one modality's trace grows.
 */
export const learningWindow = defineLink({
  id: 'learning-window',
  title: 'Prime learning window',
  summary: 'Regulation is on while the Fisher trace still grows by more than K over ten-epoch means.',
  paperAndCode:
    'The paper has a window per modality over adjacent epochs, K = 0.04, off for the first two epochs; the code lets the audio trace decide for both, with ten-epoch means, 0.05, on from the first epoch.',
  options,
  create: (o) => ({
    id: 'learning-window',
    provides: { learningWindow: 'inputs' },
    init: ({ modalities }): Window => ({
      traces: Object.fromEntries(modalities.map((id) => [id, Array.from({ length: o.epochs }, () => 0)])),
      running: Object.fromEntries(modalities.map((id) => [id, 0])),
    }),
    onInputs(inputs, state: Window, step) {
      const deciding = state.traces[o.trace] ?? state.traces[step.modalities[0]?.id ?? ''] ?? [];
      const k = traceGrowth(deciding, step.epoch, o.epochs);
      step.write('learningWindow', k > o.threshold);
      step.report('k', k);
      step.report('threshold', o.threshold);
      step.report('open', k > o.threshold);
      return { value: inputs, state };
    },
    onGradients(gradients, state: Window, step) {
      const ids = step.modalities.map((m) => m.id);
      const traces = tidy(
        () =>
          readScalars(
            ids.map((id) => {
              const squares = step.parameters.flatMap(({ name, owner, part, kind }): Tensor[] => {
                const gradient = gradients[name];
                if (part !== 'encoder' || owner !== id || kind !== 'convolution' || !gradient) return [];
                return [div(squaredNorm(gradient), gradient.size)];
              });
              return squares.length > 0 ? addN(squares) : scalar(0);
            }),
          ) as never,
      ) as number[];
      return {
        value: gradients,
        state: { ...state, running: Object.fromEntries(ids.map((id, i) => [id, (state.running[id] ?? 0) + (traces[i] ?? 0)])) },
      };
    },
    onEpochEnd(weights, state, epoch) {
      const { traces, running } = state as Window;
      for (const [id, value] of Object.entries(running)) epoch.report(`trace/${id}`, value);
      return {
        value: weights,
        state: {
          traces: Object.fromEntries(
            Object.entries(traces).map(([id, list]) => [id, [...list, running[id] ?? 0].slice(-o.epochs - 1)]),
          ),
          running: Object.fromEntries(Object.keys(running).map((id) => [id, 0])),
        },
      };
    },
  }),
});
