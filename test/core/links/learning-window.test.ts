import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import '../../support/small-maths.ts';
import { fakeStep, parameter } from '../../support/fake-step.ts';
import { learningWindow, traceGrowth } from '../../../src/core/links/learning-window.ts';

describe('traceGrowth', () => {
  const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);

  test('is 1 in the first epoch', () => {
    expect(traceGrowth(zeros(10), 0, 10)).toBe(1);
  });

  // The list begins with ten zeros: after e flat epochs the last ten hold e values, the ten before e − 1: (e − (e − 1)) / e
  test.each([1, 2, 3, 5, 10])('of a flat trace is 1/e in epoch %i', (epoch) => {
    const traces = [...zeros(10), ...Array.from({ length: epoch }, () => 7)];
    expect(traceGrowth(traces, epoch, 10)).toBeCloseTo(1 / epoch, 12);
  });

  test('of a flat trace is 0 once no zero is left', () => {
    expect(traceGrowth([...zeros(10), ...Array.from({ length: 11 }, () => 7)], 11, 10)).toBe(0);
  });

  test('compares the last epoch with the one n before (by hand)', () => {
    // n = 2 on 1, 2, 5: means 3.5 and 1.5: 2 / 3.5 = (5 − 1) / (2 + 5)
    expect(traceGrowth([1, 2, 5], 3, 2)).toBeCloseTo(4 / 7, 12);
  });
});

describe('the link', () => {
  const link = learningWindow.create(learningWindow.options.parse({ epochs: 2 }));
  const parameters = [
    parameter('audio.a', 'audio'),
    parameter('audio.b', 'audio'),
    parameter('audio.norm', 'audio', { kind: 'norm-scale' }),
    parameter('video.a', 'video'),
  ];
  const gradients = {
    'audio.a': tf.tensor1d([1, 3]),
    'audio.b': tf.tensor1d([2]),
    'audio.norm': tf.tensor1d([100]),
    'video.a': tf.tensor1d([3]),
  };
  const start = link.init({ parameters, weights: {}, modalities: ['audio', 'video'] });

  test('sums per step and modality the mean square of each convolution’s gradient, and keeps the epoch’s sum', () => {
    const { step } = fakeStep({ parameters });
    const before = tf.memory().numTensors;
    const once = link.onGradients?.(gradients, start, step).state;
    const twice = link.onGradients?.(gradients, once, step).state;
    expect(tf.memory().numTensors).toBe(before);
    // audio: (1 + 9) / 2 + 4 = 9 a step; video: 9 a step
    expect(twice).toMatchObject({ running: { audio: 18, video: 18 } });
    const reports: Record<string, unknown> = {};
    const epoch = { epoch: 0, epochs: 5, parameters, report: (name: string, value: unknown) => (reports[name] = value) };
    expect(link.onEpochEnd?.({}, twice, epoch as never).state).toEqual({
      traces: { audio: [0, 0, 18], video: [0, 0, 18] },
      running: { audio: 0, video: 0 },
      scores: { audio: 0, video: 0 },
      dominant: null,
    });
    expect(reports).toEqual({ 'trace/audio': 18, 'trace/video': 18 });
  });

  // The audio trace decides for all: growing (4/7) and flat (0), whatever video does
  test.each([
    [[1, 2, 5], [5, 5, 5], true],
    [[5, 5, 5], [1, 2, 5], false],
  ])('audio %j, video %j: open %s', (audio, video, open) => {
    const { step, signals } = fakeStep({ epoch: 3 });
    link.onInputs?.({}, { traces: { audio, video }, running: {}, scores: {}, dominant: null }, step);
    expect(signals.learningWindow).toEqual({ audio: open, video: open });
  });
});
