import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import '../../support/small-maths.ts';
import { readScalars } from '../../../src/core/tensor/scalars.ts';

describe('readScalars', () => {
  test('reads one-element tensors of any rank, in order, and leaves no tensor behind', () => {
    const tensors = [tf.scalar(3), tf.tensor1d([-1.5]), tf.tensor2d([[0.25]])];
    const before = tf.memory().numTensors;
    expect(readScalars(tensors)).toEqual([3, -1.5, 0.25]);
    expect(tf.memory().numTensors).toBe(before);
    expect(tensors.every((tensor) => !tensor.isDisposed)).toBe(true);
  });

  test('nothing gives nothing', () => {
    expect(readScalars([])).toEqual([]);
  });

  test('refuses a tensor of several elements', () => {
    expect(() => readScalars([tf.tensor1d([1, 2])])).toThrow();
  });
});
