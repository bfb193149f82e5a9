import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import '../../support/small-maths.ts';
import { type Pass, record, untaped } from '../../../src/core/tensor/record.ts';

const X = [
  [1, -2, 0.5],
  [0.3, 0.7, -1],
];

/** A net of two layers with a shared first one, so that gradients of several paths meet. */
function losses(
  x: tf.Tensor2D,
  { w, u, v, unused }: Record<'w' | 'u' | 'v' | 'unused', tf.Tensor2D>,
): { a: tf.Tensor; b: tf.Tensor } {
  tf.square(unused);
  const hidden = tf.tanh(tf.matMul(x, w));
  const a = tf.mean(tf.square(tf.matMul(hidden, u)));
  const b = tf.sum(tf.mul(tf.relu(tf.matMul(hidden, v)), hidden));
  return { a, b };
}

const weights = (): Record<'w' | 'u' | 'v' | 'unused', tf.Tensor2D> => ({
  w: tf.tensor2d([0.1, 0.4, -0.3, 0.2, 0.5, -0.6], [3, 2]),
  u: tf.tensor2d([0.7, -0.2, 0.9, 0.3], [2, 2]),
  v: tf.tensor2d([-0.4, 0.8, 0.6, 0.1], [2, 2]),
  unused: tf.tensor2d([5], [1, 1]),
});

const numbers = (tensor: tf.Tensor | undefined): number[] => Array.from(tensor?.dataSync() ?? []);

/** tf.grads by w, u and v; undefined for the one that the loss does not reach, which tf.grads would refuse. */
function byGrads(x: tf.Tensor2D, all: ReturnType<typeof weights>, which: 'a' | 'b'): (tf.Tensor | undefined)[] {
  const second = which === 'a' ? 'u' : 'v';
  const f = (w: tf.Tensor, other: tf.Tensor): tf.Scalar =>
    losses(x, { ...all, w, [second]: other } as typeof all)[which] as tf.Scalar;
  const [w, other] = tf.grads(f)([all.w, all[second]]);
  return which === 'a' ? [w, other, undefined] : [w, undefined, other];
}

describe('record', () => {
  beforeEach(() => {
    tf.engine().startScope();
  });
  afterEach(() => {
    tf.engine().endScope();
  });

  test.each(['a', 'b'] as const)('gives the gradient of the loss %s that tf.grads gives', (which) => {
    const all = weights();
    const x = tf.tensor2d(X);
    const pass = record(() => losses(x, all));
    const found = pass.backward([{ of: pass.value[which], weight: 1 }], all);
    const [w, u, v] = byGrads(x, all, which);
    // The same kernels in the same order on both sides.
    expect(numbers(found['w'])).toEqual(numbers(w));
    expect(numbers(found['u'])).toEqual(numbers(u));
    expect(numbers(found['v'])).toEqual(numbers(v));
    pass.dispose();
  });

  test('walks one forward for two losses, and the sum of both is their joint gradient', () => {
    const all = weights();
    const x = tf.tensor2d(X);
    let forwards = 0;
    const pass = record(() => {
      forwards++;
      return losses(x, all);
    });
    const [a, b] = [pass.value.a, pass.value.b].map((of) => numbers(pass.backward([{ of, weight: 1 }], all)['w']));
    const both = pass.backward(
      [
        { of: pass.value.a, weight: 2 },
        { of: pass.value.b, weight: -0.5 },
      ],
      all,
    );
    for (const [i, value] of numbers(both['w']).entries())
      // Linear in the losses, but summed in another order: a few units in the last place of float32.
      expect(value).toBeCloseTo(2 * (a?.[i] ?? Number.NaN) - 0.5 * (b?.[i] ?? Number.NaN), 5);
    expect(forwards).toBe(1);
    pass.dispose();
  });

  test('leaves out a parameter that the output does not reach', () => {
    const all = weights();
    const x = tf.tensor2d(X);
    const pass = record(() => losses(x, all));
    expect(Object.keys(pass.backward([{ of: pass.value.a, weight: 1 }], all)).toSorted()).toEqual(['u', 'w']);
    expect(Object.keys(pass.backward([{ of: pass.value.b, weight: 1 }], all)).toSorted()).toEqual(['v', 'w']);
    pass.dispose();
  });

  test('adds the paths of a tensor used several times (by hand)', () => {
    const x = tf.tensor1d([3, -2]);
    // y = Σ x·x·x + x: dy/dx = 3x² + 1 = 28, 13
    const pass = record(() => ({ y: tf.sum(tf.add(tf.mul(tf.mul(x, x), x), x)) }));
    const { x: gradient } = pass.backward([{ of: pass.value.y, weight: 1 }], { x });
    expect(numbers(gradient)).toEqual([28, 13]);
    pass.dispose();
  });

  test('weighs an output that is itself a parameter', () => {
    const x = tf.scalar(3);
    const pass = record(() => ({ y: tf.square(x) }));
    // d(2·x² + 4·x)/dx = 4x + 4 = 16
    const { x: gradient } = pass.backward(
      [
        { of: pass.value.y, weight: 2 },
        { of: x, weight: 4 },
      ],
      { x },
    );
    expect(numbers(gradient)).toEqual([16]);
    pass.dispose();
  });

  test('holds nothing after dispose but the outputs and the gradients', () => {
    const all = weights();
    const x = tf.tensor2d(X);
    const before = tf.memory().numTensors;
    const pass = record(() => losses(x, all));
    const forward = tf.memory().numTensors;
    expect(forward).toBeGreaterThan(before + 2);
    const gradients = pass.backward([{ of: pass.value.a, weight: 1 }], all);
    // The backward pass frees all it made except one gradient for each of w and u.
    expect(tf.memory().numTensors).toBe(forward + 2);
    pass.dispose();
    expect(tf.memory().numTensors).toBe(before + 2 + 2);
    expect(pass.value.a.isDisposed).toBe(false);
    tf.dispose([gradients, pass.value]);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('leaves parameters alone when the tape saved them', () => {
    const x = tf.tensor1d([1, 2]);
    const w = tf.tensor1d([3, 4]);
    const pass = record(() => ({ y: tf.sum(tf.mul(x, w)) }));
    pass.dispose();
    expect(numbers(w)).toEqual([3, 4]);
    expect(numbers(x)).toEqual([1, 2]);
  });

  test('treats what is untaped as a constant', () => {
    const x = tf.scalar(3);
    const pass = record(() => {
      const constant = untaped(() => tf.square(x));
      return { y: tf.mul(constant, x) };
    });
    // x² is the constant 9, so the gradient is 9; with the tape on it would be 3x² = 27
    expect(numbers(pass.backward([{ of: pass.value.y, weight: 1 }], { x })['x'])).toEqual([9]);
    pass.dispose();
  });

  test('cannot stand inside another, and a failed forward leaves the tape off', () => {
    const inner = (): Pass<object> => record(() => ({}));
    expect(() => record(inner)).toThrow('cannot be recorded inside another');
    expect(() =>
      record(() => {
        throw new Error('broken forward');
      }),
    ).toThrow('broken forward');
    expect(() => inner().dispose()).not.toThrow();
  });
});
