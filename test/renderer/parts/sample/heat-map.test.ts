import { expect, test } from 'vitest';
import { divergingColour } from '../../../../src/renderer/parts/sample/diverging-map.ts';
import { colourLimit, heatMapFigures, heatMapPixels, stepHeight } from '../../../../src/renderer/parts/sample/heat-map.ts';

const light = ([r, g, b]: readonly number[]): number =>
  [r, g, b].reduce<number>((sum, c, i) => sum + ([0.2126, 0.7152, 0.0722][i] ?? 0) * ((c ?? 0) / 255) ** 2.2, 0);

test('zero is nearly white, and either side grows darker away from it; beyond the ends nothing changes', () => {
  expect(divergingColour(0)).toEqual([247, 247, 247]);
  for (const side of [-1, 1])
    for (let size = 0.1; size <= 1; size += 0.1)
      expect(light(divergingColour(side * size))).toBeLessThan(light(divergingColour(side * (size - 0.1))));
  expect(divergingColour(-7)).toEqual(divergingColour(-1));
  // Halfway between the last two stops: (128 + 84) / 2, (115 + 39) / 2, (172 + 136) / 2.
  expect(divergingColour(0.875)).toEqual([106, 77, 154]);
});

test('a step is a row, a feature a column, and what is no number is black', () => {
  // Two steps of three features, limit 2.
  const values = Float32Array.of(0, 2, -2, NaN, Infinity, 1);
  const { width, height, data } = heatMapPixels(values, [2, 3], 2);
  expect([width, height]).toEqual([3, 2]);
  const at = (step: number, feature: number): number[] => [
    ...data.subarray(4 * (3 * step + feature), 4 * (3 * step + feature) + 4),
  ];
  expect(at(0, 0)).toEqual([247, 247, 247, 255]);
  expect(at(0, 1)).toEqual([...divergingColour(1), 255]);
  expect(at(0, 2)).toEqual([...divergingColour(-1), 255]);
  expect(at(1, 0)).toEqual([0, 0, 0, 255]);
  expect(at(1, 1)).toEqual([0, 0, 0, 255]);
  expect(at(1, 2)).toEqual([...divergingColour(0.5), 255]);
});

test('one outlier, padding and what is no number do not take the colours', () => {
  // 99 values of size 1 to 99, one of 1e6, zeros and NaN: the value at place floor(0.98 · 100) = 98 of the sorted hundred is 99.
  const values = Float32Array.from([...Array.from({ length: 99 }, (_, i) => (i % 2 ? i + 1 : -i - 1)), 1e6, 0, 0, 0, NaN]);
  expect(colourLimit(values)).toBe(99);
  expect(colourLimit(new Float32Array(5))).toBe(0);
  expect([...heatMapPixels(new Float32Array(1), [1, 1], 0).data]).toEqual([247, 247, 247, 255]);
});

test('figures count filled steps and values that are no numbers', () => {
  expect(heatMapFigures(Float32Array.of(0, 0, NaN, 0, -3, 4), [3, 2])).toEqual({ filled: 2, least: -3, most: 4, notFinite: 1 });
  expect(heatMapFigures(Float32Array.of(NaN), [1, 1])).toEqual({ filled: 1, least: 0, most: 0, notFinite: 1 });
});

test('the whole is neither flat nor tall, and words have room', () => {
  expect([stepHeight(50, true), stepHeight(50, false), stepHeight(4, false), stepHeight(10_000, false)]).toEqual([
    15, 4.8, 8, 0.5,
  ]);
});
