import { expect, test } from 'vitest';
import { appended } from '../../../src/renderer/charts/append.ts';
import { curveOf } from './curve.ts';

const fresh = (steps: readonly number[], values: readonly number[]) => ({
  steps: Uint32Array.from(steps),
  values: Float64Array.from(values),
  walls: Float64Array.from(steps, (step) => 1_000_000 + 1000 * step),
});
const none = { kind: 'none' } as const;

test('new points follow the last one; those that are there already are left out', () => {
  const grown = appended(curveOf([5, 6, 7]), fresh([2, 3, 4, 5], [60, 70, 8, 9]), none);
  expect([...grown.steps]).toEqual([1, 2, 3, 4, 5]);
  expect([...grown.values]).toEqual([5, 6, 7, 8, 9]);
  expect(grown).toMatchObject({ lastStep: 5, shown: 5, total: 5, smoothed: null });
});

test('nothing new leaves the curve as it is, the same object', () => {
  const curve = curveOf([5, 6]);
  expect(appended(curve, fresh([1, 2], [5, 6]), none)).toBe(curve);
});

test('a zoomed curve takes no point behind its range, but its cursor moves on', () => {
  const grown = appended(curveOf([5, 6, 7]), fresh([4, 5], [8, 9]), none, 4);
  expect([...grown.steps]).toEqual([1, 2, 3, 4]);
  expect(grown.lastStep).toBe(5);
});

test('TensorBoard’s average goes on as if it had seen all points', () => {
  // w = 0.5 over 1, 2, 3: last = 0.5, 1.25, 2.125; debiased by 1 − 0.5ⁿ: 1, 5/3, 17/7
  // then 4 and NaN and 5: last = 3.0625 / 0.9375, NaN as it is, 4.03125 / 0.96875
  const curve = curveOf([1, 2, 3], { smoothed: Float64Array.from([1, 5 / 3, 17 / 7]) });
  const grown = appended(curve, fresh([4, 5, 6], [4, NaN, 5]), { kind: 'tensorboard', weight: 0.5 });
  const smoothed = [...(grown.smoothed ?? [])].slice(3);
  expect(smoothed[0]).toBeCloseTo(3.0625 / 0.9375, 12);
  expect(smoothed[1]).toBeNaN();
  expect(smoothed[2]).toBeCloseTo(4.03125 / 0.96875, 12);
});
