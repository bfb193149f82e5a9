import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import '../../support/small-maths.ts';
import { numbers, parameter } from '../../support/fake-step.ts';
import { clipByOwner } from '../../../src/core/train/clip.ts';

describe('clipByOwner', () => {
  const parameters = [
    parameter('audio.conv', 'audio'),
    parameter('head.audio', 'audio', { part: 'head' }),
    parameter('video.conv', 'video'),
    parameter('head', null, { part: 'fusion' }),
    parameter('unused', null, { part: 'fusion' }),
  ];
  const gradients = {
    'audio.conv': tf.tensor1d([2, 3]),
    'head.audio': tf.tensor1d([6]),
    'video.conv': tf.tensor1d([0.3, 0.4]),
    head: tf.tensor1d([0]),
  };

  test('scales each owner’s gradients together to the limit, and lengthens none (by hand)', () => {
    const before = tf.memory().numTensors;
    const found = clipByOwner(gradients, parameters, 3.5);
    expect(tf.memory().numTensors).toBe(before + 4);
    // audio: √(4 + 9 + 36) = 7, so half; video: 0.5 is within the limit; what all share: 0, which stays finite
    expect(numbers(found['audio.conv'])).toEqual([1, 1.5]);
    expect(numbers(found['head.audio'])).toEqual([3]);
    expect(numbers(found['video.conv'])).toEqual(numbers(gradients['video.conv']));
    expect(numbers(found['head'])).toEqual([0]);
    expect(found).not.toHaveProperty('unused');
  });
});
