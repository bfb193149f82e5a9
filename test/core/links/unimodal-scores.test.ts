import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import '../../support/small-maths.ts';
import { fakeStep } from '../../support/fake-step.ts';
import { growthOf, trueProbabilitySum, unimodalScores } from '../../../src/core/links/unimodal-scores.ts';

describe('growthOf', () => {
  test('is 1 until there are W + 1 scores', () => {
    expect(growthOf([], 2)).toBe(1);
    expect(growthOf([0.2, 0.4], 2)).toBe(1);
    expect(growthOf([0.2, 0.4, 0.5], 2)).not.toBe(1);
  });

  test('compares the mean of the last W with that of the W one step before (by hand)', () => {
    // W = 2: (0.4 + 0.5) / 2 = 0.45 against (0.2 + 0.4) / 2 = 0.3: 0.15 / 0.3
    expect(growthOf([0.2, 0.4, 0.5], 2)).toBeCloseTo(0.5, 10);
    // Older scores do not count.
    expect(growthOf([9, 0.2, 0.4, 0.5], 2)).toBeCloseTo(0.5, 10);
  });

  test('its numerator is (h_t − h_{t−W}) / W', () => {
    const history = [0.31, 0.28, 0.4, 0.37, 0.45, 0.5, 0.41, 0.39, 0.52, 0.55, 0.61];
    // W = 10, and the mean of the first ten is 0.418: ((0.61 − 0.31) / 10) / 0.418
    expect(growthOf(history, 10)).toBeCloseTo(0.03 / 0.418, 10);
  });

  test('falls with falling scores, and stays finite after scores of 0', () => {
    expect(growthOf([0.5, 0.4, 0.2], 2)).toBeLessThan(0);
    expect(growthOf([0, 0, 0], 2)).toBe(0);
  });
});

describe('trueProbabilitySum', () => {
  test('adds the softmax of the true class (by hand)', () => {
    // softmax [0, ln 3] = [1/4, 3/4]: class 1 gives 3/4; [0, 0]: class 0 gives 1/2
    const logits = tf.tensor2d([0, Math.log(3), 0, 0], [2, 2]);
    expect(trueProbabilitySum(logits, tf.tensor1d([1, 0], 'int32')).dataSync()[0]).toBeCloseTo(1.25, 6);
  });
});

describe('the link', () => {
  const step = (): ReturnType<typeof fakeStep> =>
    fakeStep({
      labels: tf.tensor1d([1, 0], 'int32'),
      unimodalLogits: { audio: tf.tensor2d([0, Math.log(3), 0, 0], [2, 2]), video: tf.tensor2d([0, 0, 0, 0], [2, 2]) },
    });
  const link = (options: Record<string, unknown>): ReturnType<typeof unimodalScores.create> =>
    unimodalScores.create(unimodalScores.options.parse(options));
  const nothing = { audio: 0, video: 0 };
  const start = { history: { audio: [], video: [] }, sum: nothing, steps: 0 };

  // Sums 1.25 and 1; over a batch of two the means are 0.625 and 0.5
  test.each([
    ['mean', 0.625, 0.5],
    ['sum', 1.25, 1],
  ])('writes the %s over the batch', (reduce, audio, video) => {
    const { step: s, signals } = step();
    link({ reduce }).onLosses?.({}, start, s);
    expect(signals.trueProbability?.['audio']).toBeCloseTo(audio, 6);
    expect(signals.trueProbability?.['video']).toBeCloseTo(video, 6);
    expect(signals.growth).toEqual({ audio: 1, video: 1 });
  });

  test('keeps W + 1 scores, and forgets them at the end of the epoch', () => {
    const { step: s } = step();
    const it = link({ window: 2 });
    const after = it.onLosses?.({}, { ...start, history: { audio: [1, 2, 3], video: [4] } }, s);
    expect(after?.state).toEqual({
      ...start,
      history: { audio: [2, 3, expect.closeTo(0.625, 6)], video: [4, expect.closeTo(0.5, 6)] },
    });
    const epoch = { epoch: 0, epochs: 1, parameters: [], report: () => undefined };
    expect(it.onEpochEnd?.({}, after?.state, epoch).state).toEqual(start);
  });

  test('leaves no tensor behind', () => {
    const { step: s } = step();
    const before = tf.memory().numTensors;
    link({}).onLosses?.({}, start, s);
    expect(tf.memory().numTensors).toBe(before);
  });
});
