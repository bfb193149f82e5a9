import { describe, expect, test } from 'vitest';
import { rateAt } from '../../../src/core/train/schedule.ts';

describe('rateAt', () => {
  test('constant', () => {
    expect(rateAt({ kind: 'constant' }, 0.3, 10, 9.9, 0.1)).toBe(0.3);
  });

  // PyTorch's StepLR(40, 0.1), stepped at the end of an epoch
  test.each([
    [0, 1],
    [39, 1],
    [39.99, 1],
    [40, 0.1],
    [79.99, 0.1],
    [80, 0.01],
  ])('step: at %f epochs %f of the base', (progress, share) => {
    expect(rateAt({ kind: 'step', every: 40, factor: 0.1 }, 2e-3, 100, progress, 0.01)).toBeCloseTo(2e-3 * share, 12);
  });

  test('step: a sum of fractions that falls a few roundings short of the epoch counts as the epoch', () => {
    expect(rateAt({ kind: 'step', every: 40, factor: 0.1 }, 1, 100, 40 - 1e-12, 0.1)).toBeCloseTo(0.1, 12);
  });

  // Ten epochs of four steps, two of them warm-up: the first step (0 + 1/4) / 2, the last of the warm-up (1.75 + 1/4) / 2;
  // then (1 + cos πt) / 2 with t = (progress − 2) / 8
  test.each([
    [0, 0.125],
    [1, 0.625],
    [1.75, 1],
    [2, 1],
    [4, 0.85355339],
    [6, 0.5],
    [10, 0],
  ])('cosine: at %f epochs %f of the base', (progress, share) => {
    expect(rateAt({ kind: 'cosine', warmup: 2, floor: 0 }, 2, 10, progress, 0.25)).toBeCloseTo(2 * share, 6);
  });

  test('cosine: ends at its floor', () => {
    // 0.1 + 0.9 · 0.5 in the middle
    expect(rateAt({ kind: 'cosine', warmup: 0, floor: 0.1 }, 1, 10, 5, 0.25)).toBeCloseTo(0.55, 12);
    expect(rateAt({ kind: 'cosine', warmup: 0, floor: 0.1 }, 1, 10, 10, 0.25)).toBeCloseTo(0.1, 12);
  });

  test('cosine: a warm-up of all epochs stays finite', () => {
    expect(rateAt({ kind: 'cosine', warmup: 10, floor: 0 }, 1, 10, 9.75, 0.25)).toBe(1);
  });
});
