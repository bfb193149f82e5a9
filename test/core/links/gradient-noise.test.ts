import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import '../../support/small-maths.ts';
import { fakeStep, numbers, parameter } from '../../support/fake-step.ts';
import { gradientNoise, unbiasedDeviation } from '../../../src/core/links/gradient-noise.ts';

describe('unbiasedDeviation', () => {
  test('divides by n − 1 over all elements (by hand)', () => {
    // Mean 4; 9 + 1 + 1 + 9 = 20; √(20 / 3) = 2.581989. Biased it would be √5.
    const found = unbiasedDeviation(tf.tensor2d([1, 3, 5, 7], [2, 2]));
    expect(found.dataSync()[0]).toBeCloseTo(2.581989, 5);
  });

  test('is 0 for a single element', () => {
    expect(unbiasedDeviation(tf.tensor1d([7])).dataSync()[0]).toBe(0);
  });
});

describe('the link', () => {
  const link = gradientNoise.create(gradientNoise.options.parse({}));
  const parameters = [
    parameter('audio.conv', 'audio'),
    parameter('video.conv', 'video'),
    parameter('video.norm', 'video', { kind: 'norm-scale' }),
    parameter('head', null, { part: 'fusion', kind: 'linear' }),
  ];
  const plain = Object.fromEntries(parameters.map((p) => [p.name, tf.tensor1d([1, 3])]));
  const gradients = { ...plain, 'audio.conv': tf.tensor1d([100, 100]) };
  const noisy = (epoch: number): Record<string, number[]> => {
    const { step } = fakeStep({ epoch, parameters, plainGradients: plain });
    const value = link.onGradients?.(gradients, null, step).value ?? {};
    return Object.fromEntries(Object.entries(value).map(([name, g]) => [name, numbers(g)]));
  };

  test('adds noise to both encoders’ convolutions, with the deviation of the gradient before other links', () => {
    // Deviation of [1, 3]: √2; the step's normal numbers are 1
    expect(noisy(50)).toEqual({
      'audio.conv': [expect.closeTo(101.41421, 4), expect.closeTo(101.41421, 4)],
      'video.conv': [expect.closeTo(2.41421, 5), expect.closeTo(4.41421, 5)],
      'video.norm': [1, 3],
      head: [1, 3],
    });
  });

  test('does nothing after its last epoch', () => {
    expect(noisy(51)['video.conv']).toEqual([1, 3]);
  });
});
