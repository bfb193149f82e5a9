import { describe, expect, test } from 'vitest';
import { predictedClasses, probabilities } from '../../../src/core/metrics/predictions.ts';

describe('predictedClasses', () => {
  test('is the largest logit of each row, the lowest index on ties', () => {
    expect(Array.from(predictedClasses(Float32Array.from([1, 3, 2, -1, -1, -5, 0, 2, 2]), 3))).toEqual([1, 0, 1]);
  });
});

describe('probabilities', () => {
  test('is the softmax of each row (by hand)', () => {
    // e^0 : e^ln 3 = 1 : 3. To the rounding of ln 3 in float32.
    const found = probabilities(Float32Array.from([0, Math.log(3), 5, 5]), 2);
    for (const [i, expected] of [0.25, 0.75, 0.5, 0.5].entries()) expect(found[i]).toBeCloseTo(expected, 7);
  });

  test('stays finite for logits whose exponential is not', () => {
    expect(Array.from(probabilities(Float32Array.from([1e4, 0, -1e4, -1e4]), 2))).toEqual([1, 0, 0.5, 0.5]);
  });
});
