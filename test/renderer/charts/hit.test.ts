import { expect, test } from 'vitest';
import { hitsAt } from '../../../src/renderer/charts/hit.ts';
import { indexAtOrAfter, nearestIndex } from '../../../src/renderer/charts/search.ts';

const scales = { toX: (place: number) => 10 * place, toY: (value: number) => 100 - value };
const target = (x: readonly number[], y: readonly number[]) => ({ x: Float64Array.from(x), y: Float64Array.from(y) });

test('the first index at or after a number, and the nearest one', () => {
  const steps = [1, 5, 9];
  expect([0, 1, 2, 9, 10].map((step) => indexAtOrAfter(steps, step))).toEqual([0, 0, 1, 2, 3]);
  expect([0, 3, 4, 7, 8, 99].map((step) => nearestIndex(steps, step))).toEqual([0, 0, 1, 1, 2, 2]);
  expect(nearestIndex([], 1)).toBe(-1);
});

test('each curve has the point nearest along the horizontal axis; the nearest curve comes first', () => {
  // pointer at place 2 (pixel 20), pixel 40: values 60 and 10 stand at pixels 40 and 90
  const hits = hitsAt([target([0, 2, 4], [0, 10, 0]), target([1.9, 5], [60, 0])], 2, 40, scales);
  expect(hits.map(({ target: at, point }) => [at, point])).toEqual([
    [1, 0],
    [0, 1],
  ]);
  expect(hits[0]?.distance).toBeCloseTo(1);
  expect(hits[1]?.distance).toBeCloseTo(50);
});

test('a point that is not finite is hit last, an empty curve never', () => {
  const hits = hitsAt([target([2], [NaN]), target([], []), target([9], [0])], 2, 40, scales);
  expect(hits.map(({ target: at }) => at)).toEqual([2, 0]);
  expect(hits[1]?.distance).toBe(Infinity);
});

test('twenty curves of 100,000 points are hit in far less than a frame', () => {
  const x = Float64Array.from({ length: 100_000 }, (_, i) => i);
  const targets = Array.from({ length: 20 }, () => ({ x, y: x }));
  const begin = performance.now();
  for (let i = 0; i < 100; i++) hitsAt(targets, 1000 * i, 40, scales);
  expect((performance.now() - begin) / 100).toBeLessThan(4);
});
