import { expect, test } from 'vitest';
import { meansAtWords, meanWithin, rowsOf, rowsWithin } from '../../../src/core/data/sequence/align.ts';

/** Five rows of one feature, a tenth of a second each, from 0 on. */
const sound = {
  intervals: Float64Array.of(0, 0.1, 0.1, 0.2, 0.2, 0.3, 0.3, 0.4, 0.4, 0.5),
  values: Float64Array.of(1, 2, 4, 8, 16),
  features: 1,
};

test('the mean is of all rows that share more than a moment', () => {
  // [0.1, 0.3] is two whole rows: (2 + 4) / 2; the rows beside them only touch it
  expect([...meanWithin(sound, [0.1, 0.3])]).toEqual([3]);
  // [0.15, 0.35] meets three rows, two of them in part: (2 + 4 + 8) / 3
  expect(meanWithin(sound, [0.15, 0.35])[0]).toBeCloseTo(14 / 3, 6);
  // 1e-6 of a row is less than a moment, 1e-4 is more
  expect([...meanWithin(sound, [0.1 - 1e-6, 0.2])]).toEqual([2]);
  expect([...meanWithin(sound, [0.1 - 1e-4, 0.2])]).toEqual([1.5]);
  expect([...meanWithin(sound, [0.6, 0.9])]).toEqual([0]);
});

test('rows in no order give the same mean', () => {
  const mixed = {
    intervals: Float64Array.of(0.3, 0.4, 0, 0.1, 0.4, 0.5, 0.2, 0.3, 0.1, 0.2),
    values: Float64Array.of(8, 1, 16, 4, 2),
    features: 1,
  };
  for (const within of [
    [0.1, 0.3],
    [0.15, 0.35],
    [0, 0.5],
    [0.45, 9],
    [0.6, 0.9],
  ] as const)
    expect([...meanWithin(mixed, within)]).toEqual([...meanWithin(sound, within)]);
});

test('words of a segment are by their start, those at its edge with it, and one without a length is none', () => {
  // the third word begins before the second; the fourth has no length; the fifth begins where the segment ends
  const words = Float64Array.of(0.9, 1.1, 1.5, 2, 1.2, 1.4, 1.3, 1.3, 2, 2.5);
  expect(rowsWithin(words, [1, 2])).toEqual([0, 2, 1]);
  expect(rowsWithin(words, [3, 4])).toEqual([]);
});

test('a sequence at the words has a mean a word, zeros where nothing is', () => {
  const words = Float64Array.of(0, 0.2, 7, 8, 0.4, 0.5);
  expect([...meansAtWords(sound, words, [2, 0, 1])]).toEqual([16, 1.5, 0]);
  expect([...rowsOf({ ...sound, values: Float32Array.of(1, 2, 3, 4, 5, 6), features: 2 }, [2, 0])]).toEqual([5, 6, 1, 2]);
});
