import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import '../../support/small-maths.ts';
import { fakeStep, numbers, parameter } from '../../support/fake-step.ts';
import { coefficients, gradientScaling, isModulated } from '../../../src/core/links/gradient-scaling.ts';

describe('coefficients', () => {
  // 1 − tanh α at ρ just above 1
  test.each([
    [0.1, 0.9],
    [0.3, 0.709],
    [0.8, 0.336],
  ])('jump at ρ = 1: α %f gives %f', (alpha, expected) => {
    const { coefficient } = coefficients({ audio: 1 + 1e-9, video: 1 }, alpha);
    expect(coefficient['audio']).toBeCloseTo(expected, 3);
    expect(coefficient['video']).toBe(1);
  });

  test('leave both alone on a tie', () => {
    expect(coefficients({ audio: 2, video: 2 }, 0.8).coefficient).toEqual({ audio: 1, video: 1 });
  });

  test('have the ratio of the scores inside (by hand)', () => {
    // ρ = 30 / 20 = 1.5, the other 2/3; 1 − tanh(0.8 · 1.5 = 1.2) = 1 − 0.833655
    const { ratio, coefficient } = coefficients({ audio: 20, video: 30 }, 0.8);
    expect(ratio['video']).toBe(1.5);
    expect(ratio['audio']).toBeCloseTo(2 / 3, 12);
    expect(coefficient['video']).toBeCloseTo(0.166345, 6);
    expect(coefficient['audio']).toBe(1);
  });
});

describe('isModulated', () => {
  test('includes both ends', () => {
    expect([0, 50, 51].map((epoch) => isModulated({ start: 0, end: 50 }, epoch))).toEqual([true, true, false]);
    expect([9, 10].map((epoch) => isModulated({ start: 10, end: 80 }, epoch))).toEqual([false, true]);
  });
});

describe('the link', () => {
  const link = gradientScaling.create(gradientScaling.options.parse({}));
  const parameters = [
    parameter('audio.conv', 'audio'),
    parameter('audio.norm', 'audio', { kind: 'norm-scale' }),
    parameter('video.conv', 'video'),
    parameter('head.audio', 'audio', { part: 'head', kind: 'linear' }),
    parameter('head', null, { part: 'fusion', kind: 'linear' }),
  ];
  const gradients = Object.fromEntries(parameters.map((p) => [p.name, tf.tensor1d([10])]));
  const scaled = (epoch: number): Record<string, number[]> => {
    const { step } = fakeStep({ epoch, parameters }, { trueProbability: { audio: 30, video: 20 } });
    const value = link.onGradients?.(gradients, null, step).value ?? {};
    return Object.fromEntries(Object.entries(value).map(([name, g]) => [name, numbers(g)]));
  };

  test('scales the convolutions of the better modality’s encoder, and nothing else', () => {
    // 10 · 0.166345, see above
    expect(scaled(50)).toEqual({
      'audio.conv': [expect.closeTo(1.66345, 5)],
      'audio.norm': [10],
      'video.conv': [10],
      'head.audio': [10],
      head: [10],
    });
  });

  test('does nothing after its last epoch', () => {
    expect(scaled(51)['audio.conv']).toEqual([10]);
  });
});
