import { describe, expect, it } from 'vitest';
import { figure, readingOf, turnOf } from '../../../src/core/geometry/reading.ts';
import { recordOf } from '../../support/geometry-record.ts';

it('writes three digits, and powers of ten where they are shorter', () => {
  expect([0, 0.0317, 1.23456, 48_700, 123_456, 0.000123, Number.NaN].map(figure)).toEqual([
    ...['0', '0.0317', '1.23', '48700', '1.2e5', '1.2e-4', 'NaN'],
  ]);
});

it('tells an angle that the cosine no longer holds', () => {
  // A term of 1e-6 of the gradient, across it: 1e-6 rad, whose cosine is 1 − 5e-13.
  const record = recordOf({ total: [100, 0], final: [100, 1e-4], applied: [0, 1e-4], joint: [100, 0], unimodal: [0, 0] });
  expect(turnOf(record)).toBeCloseTo(1e-6, 12);
});

describe('what a method did, in words', () => {
  const base = { joint: [3, 0, 0], unimodal: [0, 4, 0], total: [3, 4, 0] };
  const reading = (vectors: Record<string, number[]>, strength: number | null = null): string =>
    readingOf({ modality: 'audio', strength, ...recordOf({ ...base, ...vectors }) });

  it('is nothing', () => {
    expect(reading({ applied: [0, 0, 0], final: [3, 4, 0] })).toBe(
      'Audio is left as it is: the final gradient is the total one. Joint and unimodal gradient are 90° apart.',
    );
    expect(reading({ unimodal: [-3, 4, 0], applied: [0, 0, 0], final: [3, 4, 0] })).toContain(
      'pull against each other, 130° apart',
    );
  });

  it('is RedReg’s: a multiple of what lies across', () => {
    // |d⊥| = 2 of |d| = 2.5; 1.5 d⊥ = 3 beside |g| = 5: atan(3/5) = 31°, and √34/5 = 1.166.
    const text = reading({
      displacement: [0.9, 1.2, 2],
      orthogonal: [0, 0, 2],
      applied: [0, 0, 3],
      'applied/orthogonal-projection': [0, 0, 3],
      final: [3, 4, 3],
    });
    expect(text).toBe(
      'Audio is held back: 1.5 times the part of its displacement that lies across the gradient (80\u00a0% of the displacement) is put into the gradient. ' +
        'The final gradient points 31° away from the total one and is 17\u00a0% longer.',
    );
  });

  it('is InfoReg’s: a multiple of the whole displacement', () => {
    const text = reading({
      displacement: [0, 0, -2],
      applied: [0, 0, -1],
      'applied/proximal-pull': [0, 0, -1],
      final: [3, 4, -1],
    });
    expect(text).toContain(
      'Audio is pulled back: 0.5 times its displacement since the start of the epoch is put into the gradient.',
    );
  });

  it('is OGM-GE’s: a factor and noise', () => {
    const vectors = { applied: [-1.5, -2, 5], 'applied/gradient-scaling': [-1.5, -2, 0], 'applied/gradient-noise': [0, 0, 5] };
    expect(reading({ ...vectors, final: [1.5, 2, 5] }, 0.5)).toBe(
      'Audio is slowed: the gradients of its weights are multiplied by 0.5, and gets noise of 100\u00a0% of the gradient’s length. ' +
        'The final gradient points 63° away from the total one and is 12\u00a0% longer.',
    );
  });
});
