import { expect, test } from 'vitest';
import { estimateOf } from '../../../../src/main/studio/queue/estimates.ts';

test('an estimate adds steps, the evaluation after each epoch, and both evaluations of all splits at the end', () => {
  const probe = {
    ...{ secondsPerStep: 2, secondsPerSample: 0.1, stepsPerEpoch: 5, peakMemoryBytes: 1e9, checkpointBytes: 1e6 },
    samples: { train: 40, validation: 10, test: 20 },
  };
  // 3 · (5 · 2 + 30 · 0.1) + 2 · 70 · 0.1 = 39 + 14
  const estimate = estimateOf(probe, { training: { epochs: 3 } as never });
  expect(estimate.seconds).toBeCloseTo(53, 10);
  expect(estimate).toMatchObject({ secondsPerStep: 2, peakMemoryBytes: 1e9, checkpointBytes: 1e6, from: 'probe' });
});
