import { describe, expect, test } from 'vitest';
import { averagePrecision, meanAveragePrecision } from '../../../src/core/metrics/average-precision.ts';

describe('averagePrecision', () => {
  test('is 0.8333 on scikit-learn’s example', () => {
    // By score: .8 positive: P = 1, R = 1/2; .4 negative; .35 positive: P = 2/3, R = 1; 1/2 · 1 + 1/2 · 2/3
    expect(averagePrecision([0.1, 0.4, 0.35, 0.8], [false, false, true, true])).toBeCloseTo(5 / 6, 12);
  });

  test('takes samples of equal score together, in whatever order they come', () => {
    // .5 thrice, two of them positive: P = 2/3 at R = 1. One by one it would be 1 or 5/6, or 7/12 with the negative first.
    for (const positive of [
      [true, false, true, false],
      [false, true, true, false],
      [true, true, false, false],
    ])
      expect(averagePrecision([0.5, 0.5, 0.5, 0.2], positive)).toBeCloseTo(2 / 3, 12);
  });

  test('is the share of positives when all scores are equal', () => {
    expect(averagePrecision([1, 1, 1, 1], [true, false, false, false])).toBe(0.25);
  });

  test('is 1 for a perfect order, and NaN without positives', () => {
    expect(averagePrecision([3, 2, 1], [true, true, false])).toBe(1);
    expect(averagePrecision([3, 2, 1], [false, false, false])).toBeNaN();
  });
});

describe('meanAveragePrecision', () => {
  test('averages over the classes that occur (by hand)', () => {
    // Three samples of classes 0, 1, 1; class 2 never occurs.
    const probabilities = Float64Array.from([0.5, 0.4, 0.1, 0.6, 0.3, 0.1, 0.1, 0.8, 0.1]);
    // Class 0: .6 negative, .5 positive: 1/2. Class 1: .8 positive: P 1, R 1/2; .4 negative; .3 positive: P 2/3, R 1: 5/6
    expect(meanAveragePrecision(probabilities, Int32Array.from([0, 1, 1]), 3)).toBeCloseTo((1 / 2 + 5 / 6) / 2, 12);
  });
});
