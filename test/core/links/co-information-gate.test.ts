import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import '../../support/small-maths.ts';
import { fakeStep } from '../../support/fake-step.ts';
import { agreementThreshold, coInformationGate, meanCosine } from '../../../src/core/links/co-information-gate.ts';

describe('agreementThreshold', () => {
  // 0.2 + 0.3 · e / 79
  test.each([
    [0, 0.2],
    [24, 0.291],
    [40, 0.352],
    [79, 0.5],
  ])('in epoch %i of 80: %f', (epoch, expected) => {
    expect(agreementThreshold({ from: 0.2, to: 0.5 }, epoch, 80)).toBeCloseTo(expected, 3);
  });

  test('with a single epoch it is the first value', () => {
    expect(agreementThreshold({ from: 0.2, to: 0.5 }, 0, 1)).toBe(0.2);
  });
});

describe('meanCosine', () => {
  test('averages the cosines of corresponding rows (by hand)', () => {
    // Row 1: (3·4 + 4·3) / 25 = 0.96; row 2: 0. The mean is 0.48; over all four pairs of rows it would be another number.
    const found = meanCosine(tf.tensor2d([3, 4, 1, 0], [2, 2]), tf.tensor2d([4, 3, 0, 2], [2, 2]));
    expect(found.dataSync()[0]).toBeCloseTo(0.48, 6);
  });

  test('a row of zeros has cosine 0', () => {
    expect(meanCosine(tf.zeros([1, 2]), tf.ones([1, 2])).dataSync()[0]).toBe(0);
  });
});

describe('the link', () => {
  const link = coInformationGate.create(coInformationGate.options.parse({}));
  // cos([1, 0], [0.3, 0.9539]) = 0.3: above 0.2 (epoch 0), below 0.5 (epoch 79)
  const features = { audio: tf.tensor2d([[1, 0]]), video: tf.tensor2d([[0.3, 0.953_939]]) };

  test.each([
    [0, 1],
    [79, 0],
  ])('epoch %i: gate %i', (epoch, gate) => {
    const { step, signals, reports } = fakeStep({ epoch, features });
    link.onLosses?.({}, null, step);
    expect(signals.agreement).toBe(gate);
    expect(reports['similarity']).toBeCloseTo(0.3, 5);
    expect(reports['gate']).toBe(gate);
  });

  test('compares the dominant one of three with the mean of the others', () => {
    const modalities = ['audio', 'video', 'text'].map((id) => ({ id, kind: 'spectrogram' as const, shape: [1] }));
    const three = { audio: tf.tensor2d([[1, 0]]), video: tf.tensor2d([[0, 1]]), text: tf.tensor2d([[2, 0]]) };
    const { step, reports } = fakeStep(
      { features: three, modalities },
      { trueProbability: { audio: 0.1, video: 0.2, text: 0.7 } },
    );
    link.onLosses?.({}, null, step);
    // text with audio 1, with video 0
    expect(reports['similarity']).toBeCloseTo(0.5, 6);
  });
});
