import { expect, test } from 'vitest';
import { niceTicks } from '../../../src/renderer/charts/nice-ticks.ts';
import { clock, place, short, value } from '../../../src/renderer/charts/ticks.ts';

test('steps are short', () => {
  expect([0, 950, 1500, 100_000, 2_000_000, 1_250_000_000].map(short)).toEqual(['0', '950', '1.5k', '100k', '2M', '1.25G']);
});

test('values have four digits, powers where they are tiny or huge, and say what is no number', () => {
  expect([0, 0.123456, 12.3456, 0.00012, -1.5e7, 999_999].map(value)).toEqual([
    '0',
    '0.1235',
    '12.35',
    '1.2e−4',
    '−1.5e7',
    '1000000',
  ]);
  expect([NaN, Infinity, -Infinity, -0.25].map(value)).toEqual(['NaN', '+∞', '−∞', '−0.25']);
});

test('times are read as a clock', () => {
  expect([0.5, 12, 65, 3600, 7384].map(clock)).toEqual(['0.5 s', '12 s', '1:05', '1:00:00', '2:03:04']);
  expect(place(2500, 'step')).toBe('2.5k');
  expect(place(2.5, 'epoch')).toBe('2.5');
  expect(place(90, 'relative')).toBe('1:30');
});

test('marks of an axis stand at 1, 2 or 5 times a power of ten', () => {
  expect(niceTicks([0, 230], 6, false)).toEqual([0, 50, 100, 150, 200]);
  expect(niceTicks([0.12, 0.31], 4, false).map((at) => Number(at.toFixed(6)))).toEqual([0.15, 0.2, 0.25, 0.3]);
  expect(niceTicks([0.5, 2000], 8, true)).toEqual([1, 10, 100, 1000]);
  // one power only: even marks
  expect(niceTicks([2, 9], 4, true)).toEqual([2, 4, 6, 8]);
});
