import { describe, expect, test } from 'vitest';
import { gaussian } from '../../../src/core/series/gaussian.ts';
import { runningMean } from '../../../src/core/series/running-mean.ts';
import { smooth } from '../../../src/core/series/smooth.ts';
import { tensorboardAverage } from '../../../src/core/series/tensorboard-average.ts';
import { timeWeightedAverage } from '../../../src/core/series/time-weighted-average.ts';
import { windowSums } from '../../../src/core/series/window-sums.ts';
import { generator, range } from '../../main/store/support.ts';

const line = (...values: number[]): Float64Array => Float64Array.from(values);
const close = (found: Float64Array, expected: readonly number[]): void => {
  expect(found).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, 12);
};

describe('the average of TensorBoard', () => {
  test('by hand', () => {
    // w = 0.5: s = 1/2·2 = 1, shown 1/(1 − 1/2) = 2; s = 1/2·1 + 1/2·4 = 2.5, shown 2.5/(1 − 1/4) = 10/3;
    // s = 1/2·2.5 + 1/2·0 = 1.25, shown 1.25/(1 − 1/8) = 10/7.
    close(tensorboardAverage(line(2, 4, 0), 0.5), [2, 10 / 3, 10 / 7]);
  });

  test('what is not finite comes out as it is and changes nothing else', () => {
    const smoothed = tensorboardAverage(line(2, NaN, 4, Infinity, -Infinity, 0), 0.5);
    expect([smoothed[1], smoothed[3], smoothed[4]]).toEqual([NaN, Infinity, -Infinity]);
    close(line(smoothed[0] ?? 0, smoothed[2] ?? 0, smoothed[5] ?? 0), [2, 10 / 3, 10 / 7]);
  });

  test('equal values stay exactly what they are', () => {
    expect([...tensorboardAverage(line(0.1, 0.1, 0.1), 0.999)]).toEqual([0.1, 0.1, 0.1]);
  });
});

describe('the time-weighted average', () => {
  test('by hand', () => {
    // Range 1000, so a step of 250 has the exponent 250. Weight 2^(-1/125): its root to the power of 250 is 1/2.
    // s = 2, d = 1; s = 2·1/2 + 4 = 5, d = 3/2, shown 10/3; after 750 steps the factor is 1/8: s = 5/8 + 1, d = 3/16 + 1.
    const weight = 2 ** (-1 / 125);
    close(timeWeightedAverage(Uint32Array.of(0, 250, 1000), line(2, 4, 1), weight), [2, 10 / 3, 13 / 8 / (19 / 16)]);
  });

  test('the heaviest weight is that of 0.999', () => {
    const factor = Math.pow(0.999, 1000);
    close(timeWeightedAverage(Uint32Array.of(5, 6), line(1, 3), 0.9999999), [1, (factor + 3) / (factor + 1)]);
  });

  test('one point, and what is not finite', () => {
    expect([...timeWeightedAverage(Uint32Array.of(5), line(3), 0.5)]).toEqual([3]);
    expect(timeWeightedAverage(Uint32Array.of(0, 1, 2), line(1, NaN, 1), 0.5)[1]).toBeNaN();
  });
});

describe('the running mean', () => {
  test('by hand, with fewer points at the ends', () => {
    close(runningMean(line(3, 6, 0, 9), 3), [4.5, 3, 5, 4.5]);
    close(runningMean(line(3, 6, 0, 9), 2), [4.5, 3, 4.5, 9]);
    expect([...runningMean(line(3, 6, 0), 1)]).toEqual([3, 6, 0]);
    close(runningMean(line(3, 6, 0), 1000), [3, 3, 3]);
  });

  test('NaN and infinity count in no mean', () => {
    const smoothed = runningMean(line(3, NaN, 9, Infinity), 3);
    expect([...smoothed]).toEqual([3, NaN, 9, Infinity]);
  });

  test('one huge value blurs only the means it is in', () => {
    const values = new Float64Array(100).fill(1);
    values[10] = 1e300;
    const smoothed = runningMean(values, 5);
    expect(smoothed.subarray(13).every((value) => value === 1)).toBe(true);
    expect(smoothed[12]).toBe(2e299);
  });
});

test('window sums are those of a plain loop, for any window', () => {
  const random = generator(3);
  for (const n of [0, 1, 2, 7, 30]) {
    const terms = Float64Array.from({ length: n }, () => Math.floor(random() * 10));
    for (let before = 0; before < 12; before++)
      for (let after = 0; after < 12; after++) {
        const plain = range(0, n).map((i) =>
          terms.slice(Math.max(0, i - before), i + after + 1).reduce((sum, term) => sum + term, 0),
        );
        expect([...windowSums(terms, before, after)]).toEqual(plain);
      }
  }
});

describe('the bell', () => {
  /** Straight from the definition, over all points. */
  function plain(values: Float64Array, sigma: number): number[] {
    return [...values].map((_, i) => {
      let [sum, weights] = [0, 0];
      for (const [j, value] of values.entries()) {
        const weight = Math.exp(-((i - j) ** 2) / (2 * sigma * sigma));
        sum += weight * value;
        weights += weight;
      }
      return sum / weights;
    });
  }

  test('is that of its definition where it is narrow', () => {
    const random = generator(4);
    const values = Float64Array.from({ length: 60 }, () => random());
    const smoothed = gaussian(values, 2);
    for (const [i, value] of plain(values, 2).entries()) expect(Math.abs((smoothed[i] ?? NaN) - value)).toBeLessThan(1e-4);
  });

  test.each([9, 20, 57.5, 200])('of deviation %d has its shape to 4 %% of its height', (sigma) => {
    const n = 2 * Math.ceil(6 * sigma) + 1;
    const spike = new Float64Array(n);
    const middle = (n - 1) / 2;
    spike[middle] = 1;
    const height = 1 / (sigma * Math.sqrt(2 * Math.PI));
    const found = gaussian(spike, sigma);
    // Weights near the ends are divided by less than all, so only the middle is a plain bell.
    for (let i = Math.ceil(2 * sigma); i < n - 2 * sigma; i++) {
      const expected = height * Math.exp(-((i - middle) ** 2) / (2 * sigma * sigma));
      expect(Math.abs((found[i] ?? NaN) - expected)).toBeLessThan(0.04 * height);
    }
    const variance = found.reduce((sum, weight, i) => sum + weight * (i - middle) ** 2, 0) / found.reduce((a, b) => a + b, 0);
    expect(Math.abs(Math.sqrt(variance) / sigma - 1)).toBeLessThan(0.01);
  });

  test('keeps a constant, also at the ends and beside a gap', () => {
    for (const sigma of [1, 30]) {
      const values = new Float64Array(100).fill(7);
      values[40] = NaN;
      const smoothed = gaussian(values, sigma);
      expect(smoothed[40]).toBeNaN();
      smoothed.forEach((value, i) => i !== 40 && expect(value).toBeCloseTo(7, 12));
    }
  });
});

test('no smoothing, or one of weight zero, gives no line', () => {
  const steps = Uint32Array.of(1, 2);
  expect(smooth(steps, line(1, 2), { kind: 'none' })).toBeNull();
  expect(smooth(steps, line(1, 2), { kind: 'tensorboard', weight: 0 })).toBeNull();
  expect(smooth(steps, line(1, 2), { kind: 'running-mean', window: 1 })).toEqual(line(1, 2));
});
