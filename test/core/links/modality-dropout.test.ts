import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import '../../support/small-maths.ts';
import { fakeStep, numbers } from '../../support/fake-step.ts';
import { dropProbability, modalityDropout } from '../../../src/core/links/modality-dropout.ts';

const DEFAULTS = { from: 0.6, to: 0.1, fall: 0.3 };

describe('dropProbability', () => {
  // 80 epochs: int(0.3 · 80) = 24; 0.6 − 0.5 · e / 24
  test.each([
    [0, 0.6],
    [8, 0.433],
    [16, 0.267],
    [23, 0.121],
    [24, 0.1],
    [79, 0.1],
  ])('in epoch %i of 80: %f', (epoch, expected) => {
    expect(dropProbability(DEFAULTS, epoch, 80)).toBeCloseTo(expected, 3);
  });

  test('with so few epochs that the fall has none, it is the last value at once', () => {
    // int(0.3 · 3) = 0
    expect(dropProbability(DEFAULTS, 0, 3)).toBe(0.1);
  });
});

describe('the link', () => {
  const inputs = { audio: tf.tensor1d([1, 2]), video: tf.tensor1d([3, 4]) };
  const link = modalityDropout.create(modalityDropout.options.parse({}));
  const drop = (drawn: number): { audio: number[]; video: number[]; reports: Readonly<Record<string, number>> } => {
    const { step, reports } = fakeStep({ chance: { uniform: () => drawn, normal: () => tf.scalar(0) } });
    const value = link.onInputs?.(inputs, null, step).value;
    return { audio: numbers(value?.['audio']), video: numbers(value?.['video']), reports };
  };

  // p = 0.6: audio below 0.3, video from 0.3 to 0.6, none above
  test.each([
    [0, [0, 0], [3, 4]],
    [0.299, [0, 0], [3, 4]],
    [0.301, [1, 2], [0, 0]],
    [0.599, [1, 2], [0, 0]],
    [0.6, [1, 2], [3, 4]],
    [0.999, [1, 2], [3, 4]],
  ])('drawn %f', (drawn, audio, video) => {
    const found = drop(drawn);
    expect(found).toMatchObject({ audio, video });
    expect(found.reports).toEqual({
      probability: 0.6,
      'dropped/audio': Number(audio[0] === 0),
      'dropped/video': Number(video[0] === 0),
    });
  });
});
