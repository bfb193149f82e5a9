import { expect, test } from 'vitest';
import type { FromTrainer, SplitMetrics } from '../../../src/core/contract/trainer.ts';
import { logLineOf } from '../../../src/main/studio/log-line.ts';

const metrics: SplitMetrics = {
  ...{ n: 4, loss: 0.30841, accuracy: 0.93333, macroF1: 0.9, map: 0.9, modalityAccuracy: { audio: 0.39166, video: Number.NaN } },
  ...{ perClassAccuracy: [], modalityPerClassAccuracy: {}, confusion: [] },
};
const environment = {
  ...{ device: 'cpu', deviceName: 'AMD', threads: 2, versions: { tensorflow: '2.21.0' }, fingerprint: 'f', classes: ['a', 'b'] },
  ...{ parameters: 1_234_567, stepsPerEpoch: 23, scoring: 'heads', samples: { train: 720, validation: 120, test: 180 } },
};
const checkpoint = { kind: 'best', file: 'b', epoch: 9, step: 207, bytes: 1_540_000, sha256: 's' } as const;

test.each<[FromTrainer, string | null]>([
  [
    { type: 'ready', environment },
    'Ready on AMD, 2 threads with TensorFlow 2.21.0: 720 training, 120 validation, 180 test samples; 1,234,567 parameters.',
  ],
  [
    { type: 'ready', environment: { ...environment, deviceName: '', versions: {} } },
    'Ready on cpu, 2 threads: 720 training, 120 validation, 180 test samples; 1,234,567 parameters.',
  ],
  [
    { type: 'metrics', which: 'last', epoch: 9, split: 'validation', metrics },
    'Epoch 9, validation: accuracy 0.933, audio 0.392, video NaN, loss 0.3084.',
  ],
  // What was best is the checkpoint's line; its figures are those of an epoch that has its own.
  [{ type: 'metrics', which: 'best', epoch: 9, split: 'validation', metrics }, null],
  [{ type: 'checkpoint', checkpoint }, 'Checkpoint "best" of epoch 9, step 207: 1.5 MB.'],
  [{ type: 'paused', seconds: 3, step: 40 }, 'Paused at step 40.'],
  [{ type: 'stopped', seconds: 3, weightsSha256: null, step: 40, kept: false }, 'Stopped at step 40.'],
  [
    { type: 'stopped', seconds: 3, weightsSha256: 'w', step: 40, kept: true },
    'Stopped at step 40; weights and figures are kept.',
  ],
  [{ type: 'done', seconds: 57.1, weightsSha256: 'w' }, 'Finished after 57 s.'],
  [{ type: 'points', series: {} }, null],
])('%o', (message, text) => {
  expect(logLineOf(message)).toEqual(text === null ? null : { level: 'info', text });
});

test('a failure is told as an error, with its code', () => {
  const error = { code: 'train.not-finite', message: 'The loss is NaN.', params: {} };
  expect(logLineOf({ type: 'failed', error })).toEqual({ level: 'error', text: 'train.not-finite: The loss is NaN.' });
});
