import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import '../../support/small-maths.ts';
import { orthogonalComponent } from '../../../src/core/tensor/orthogonal.ts';

describe('orthogonalComponent', () => {
  test('takes off the part along the gradient (by hand)', () => {
    // ⟨d, g⟩ = 3·2 + 4·0 = 6, ‖g‖² = 4: d − 1.5·g = [3 − 3, 4 − 0]
    const found = orthogonalComponent(tf.tensor1d([3, 4]), tf.tensor1d([2, 0]));
    expect(Array.from(found.dataSync())).toEqual([0, 4]);
  });

  test('projects the whole tensor at once, not row by row (2-D, by hand)', () => {
    // ⟨d, g⟩ = 10, ‖g‖² = 4, so the scale is 2.5; row by row it would be 1.5 and 3.5
    const found = orthogonalComponent(
      tf.tensor2d([
        [1, 2],
        [3, 4],
      ]),
      tf.tensor2d([
        [1, 1],
        [1, 1],
      ]),
    );
    expect(found.arraySync()).toEqual([
      [-1.5, -0.5],
      [0.5, 1.5],
    ]);
  });

  test('gives the drift back where the gradient is zero', () => {
    expect(Array.from(orthogonalComponent(tf.tensor1d([3, -4]), tf.zeros([2])).dataSync())).toEqual([3, -4]);
  });

  test('depends on the direction of the gradient only, sign included', () => {
    const drift = tf.tensor1d([1, -2, 4]);
    const one = orthogonalComponent(drift, tf.tensor1d([2, 1, -1])).dataSync();
    // Powers of two scale float32 numbers without rounding.
    const other = orthogonalComponent(drift, tf.tensor1d([-8, -4, 4])).dataSync();
    expect(Array.from(other)).toEqual(Array.from(one));
  });

  test('is orthogonal to the gradient, and makes one tensor', () => {
    const drift = tf.tensor3d([0.3, -1.2, 2.5, 0.7, -0.1, 0.9, 1.1, -2.2], [2, 2, 2]);
    const gradient = tf.tensor3d([1.3, 0.2, -0.5, 0.4, 2.1, -0.9, 0.6, 0.8], [2, 2, 2]);
    const before = tf.memory().numTensors;
    const found = orthogonalComponent(drift, gradient);
    expect(tf.memory().numTensors).toBe(before + 1);
    expect(found.shape).toEqual([2, 2, 2]);
    // Eight products of size about 2, each rounded to 24 bits.
    expect(Math.abs(tf.sum(tf.mul(found, gradient)).dataSync()[0] ?? Number.NaN)).toBeLessThan(2e-6);
  });
});
