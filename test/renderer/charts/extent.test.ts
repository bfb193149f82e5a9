import { expect, test } from 'vitest';
import { innerRange, placeRange, valueRange, withMargin } from '../../../src/renderer/charts/extent.ts';

const column = (values: readonly number[]) => ({ x: Float64Array.from(values, (_, i) => i), y: Float64Array.from(values) });
const all = { xRange: null, ignoresOutliers: false, isLog: false };

test('the inner range is TensorBoard’s: from the value at ⌈0.05(n−1)⌉ to that at ⌊0.95(n−1)⌋', () => {
  // n = 21: ⌈0.05·20⌉ = 1, ⌊0.95·20⌋ = 19
  expect(innerRange(Float64Array.from({ length: 21 }, (_, i) => 10 * i))).toEqual([10, 190]);
  // n = 4: ⌈0.15⌉ = 1, ⌊2.85⌋ = 2
  expect(innerRange(Float64Array.from([1, 2, 3, 4]))).toEqual([2, 3]);
});

test('an outlier does not stretch the range, and what lies just beyond the inner range is shown', () => {
  const values = [...Array.from({ length: 20 }, (_, i) => i), 1000];
  // sorted 0 … 19, 1000: inner range [1, 19], a sixth of it is 3: from max(0, 1 − 3) to min(1000, 19 + 3)
  expect(valueRange([column(values)], { ...all, ignoresOutliers: true })).toEqual([0, 22]);
  expect(valueRange([column(values)], all)).toEqual([0, 1000]);
});

test('fewer than twenty values have no outliers: a curve that has just begun is shown whole', () => {
  const values = [...Array.from({ length: 18 }, (_, i) => i), 1000];
  expect(valueRange([column(values)], { ...all, ignoresOutliers: true })).toEqual([0, 1000]);
  expect(valueRange([column([...values, 18])], { ...all, ignoresOutliers: true })).not.toEqual([0, 1000]);
});

test('what is not finite, and on a log axis what is not positive, does not count', () => {
  expect(valueRange([column([NaN, 2, Infinity, -1, 5])], all)).toEqual([-1, 5]);
  expect(valueRange([column([NaN, 2, Infinity, -1, 5])], { ...all, isLog: true })).toEqual([2, 5]);
  expect(valueRange([column([NaN, -Infinity])], all)).toBeNull();
});

test('only what is shown counts, both ends included', () => {
  expect(valueRange([column([9, 1, 2, 3, 9])], { ...all, xRange: [1, 3] })).toEqual([1, 3]);
});

test('a range has room around it, also where it has no height, and holds levels', () => {
  expect(withMargin([0, 100], false)).toEqual([-6, 106]);
  expect(withMargin([5, 5], false)).toEqual([4.5, 5.5]);
  expect(withMargin([0, 0], false)).toEqual([-1, 1]);
  expect(withMargin([50, 100], false, [0, NaN])).toEqual([-6, 106]);
  const [low, high] = withMargin([1, 100], true);
  expect(low).toBeCloseTo(100 ** -0.06);
  expect(high).toBeCloseTo(100 ** 1.06);
  expect(withMargin([1, 100], true, [0, -1])).toEqual([low, high]);
});

test('the horizontal range is that of all lines; on a log axis it begins at the first positive place', () => {
  const lines = [Float64Array.from([0, 4, 8]), Float64Array.from([2, 16]), new Float64Array()];
  expect(placeRange(lines, false)).toEqual([0, 16]);
  expect(placeRange(lines, true)).toEqual([2, 16]);
  expect(placeRange([new Float64Array()], false)).toBeNull();
});
