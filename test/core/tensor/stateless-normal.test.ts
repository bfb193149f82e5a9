import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import '../../support/small-maths.ts';
import { chanceOf, normalNumbers } from '../../../src/core/tensor/stateless-normal.ts';

describe('normalNumbers', () => {
  const drawn = Array.from(normalNumbers(12_345, 40_000));
  const mean = drawn.reduce((a, b) => a + b, 0) / drawn.length;

  test('are finite, with mean 0 and variance 1', () => {
    expect(drawn.every(Number.isFinite)).toBe(true);
    // The mean of 40,000 has deviation 1/200; five of them.
    expect(Math.abs(mean)).toBeLessThan(0.025);
    // The variance of 40,000 has deviation √(2/40,000) = 0.0071; five of them.
    expect(Math.abs(drawn.reduce((sum, x) => sum + (x - mean) ** 2, 0) / drawn.length - 1)).toBeLessThan(0.036);
  });

  test('have the tails of a normal distribution', () => {
    // P(|x| > 2) = 0.0455: 1820 of 40,000 with deviation 41.7; five of them. Uniform numbers of variance 1 would give none.
    expect(Math.abs(drawn.filter((x) => Math.abs(x) > 2).length - 1820)).toBeLessThan(209);
  });
});

describe('chanceOf', () => {
  test('repeats for a seed, stream and step, and differs with each', () => {
    const draw = (seed: number, stream: string, step: number): number[] =>
      Array.from(chanceOf(seed).normal(stream, step, [2, 3]).dataSync());
    expect(draw(1, 'a', 0)).toEqual(draw(1, 'a', 0));
    expect(draw(1, 'a', 0)).not.toEqual(draw(2, 'a', 0));
    expect(draw(1, 'a', 0)).not.toEqual(draw(1, 'b', 0));
    expect(draw(1, 'a', 0)).not.toEqual(draw(1, 'a', 1));
  });

  test('makes one tensor of the asked shape', () => {
    const before = tf.memory().numTensors;
    expect(chanceOf(0).normal('a', 0, [4, 1, 2]).shape).toEqual([4, 1, 2]);
    expect(tf.memory().numTensors).toBe(before + 1);
  });
});
