import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import '../../support/small-maths.ts';
import { squaredNorm, totalNorm } from '../../../src/core/tensor/norm.ts';

describe('norms', () => {
  test('squaredNorm sums the squares over all axes', () => {
    // 1 + 4 + 9 + 16 = 30
    const found = squaredNorm(
      tf.tensor2d([
        [1, -2],
        [3, -4],
      ]),
    );
    expect(found.shape).toEqual([]);
    expect(found.dataSync()[0]).toBe(30);
  });

  test('totalNorm takes tensors of different shapes as one vector, and makes one tensor', () => {
    const parts = [tf.tensor1d([2, 3]), tf.tensor2d([[6]])];
    const before = tf.memory().numTensors;
    // √(4 + 9 + 36) = 7; the sum of the two norms would be 3.606 + 6
    const found = totalNorm(parts);
    expect(tf.memory().numTensors).toBe(before + 1);
    expect(found.dataSync()[0]).toBe(7);
  });

  test('the norm of nothing is 0', () => {
    expect(totalNorm([]).dataSync()[0]).toBe(0);
  });
});
