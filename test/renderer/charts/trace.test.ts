import { expect, test } from 'vitest';
import { mapping } from '../../../src/renderer/charts/mapping.ts';
import { marksOf, trace } from '../../../src/renderer/charts/trace.ts';

function drawn(x: readonly number[], y: readonly number[], toX: (v: number) => number, range: readonly [number, number]): string {
  let path = '';
  trace(
    { moveTo: (a, b) => void (path += `M${a},${b} `), lineTo: (a, b) => void (path += `L${a},${b} `) },
    Float64Array.from(x),
    Float64Array.from(y),
    toX,
    (v) => v,
    range,
  );
  return path.trim();
}
const tenfold = (v: number): number => 10 * v;

test('a line breaks where a value is not finite, and a lonely point is a stroke of no length', () => {
  expect(drawn([0, 1, 2, 3, 4, 5], [1, 2, NaN, 7, Infinity, 5], tenfold, [0, 5])).toBe('M0,1 L0,1 L10,2 M30,7 L30,7 M50,5 L50,5');
});

test('one point beyond each end of the range is drawn, so that the line runs to the edge', () => {
  expect(drawn([0, 1, 2, 3, 4], [0, 1, 2, 3, 4], tenfold, [1.5, 2.5])).toBe('M10,1 L10,1 L20,2 L30,3');
});

test('points closer than pixels: one upright stroke a column, from its first value over all to its last', () => {
  // Ten points in the columns 0 and 1: 5 9 1 4 6 | 2 2 8 3 2
  const x = Array.from({ length: 10 }, (_, i) => i);
  const path = drawn(x, [5, 9, 1, 4, 6, 2, 2, 8, 3, 2], (v) => v / 5, [0, 9]);
  expect(path).toBe('M0.5,5 L0.5,5 L0.5,1 L0.5,9 L0.5,6 L1.5,2 L1.5,8 L1.5,2');
});

test('no spike of a dense line is lost, and a gap stays a gap', () => {
  const y = Array.from({ length: 10_000 }, (_, i) => (i === 7777 ? 500 : i % 2));
  expect(drawn(Array.from(y.keys()), y, (v) => v / 100, [0, 9999])).toContain(',500 ');
  const gap = y.map((v, i) => (i >= 5000 && i < 5200 ? NaN : v));
  expect(drawn(Array.from(gap.keys()), gap, (v) => v / 100, [0, 9999]).split('M')).toHaveLength(3);
});

test('marks stand where values are not finite, not closer than a triangle is wide', () => {
  const values = [NaN, 1, NaN, Infinity, -Infinity, NaN];
  const x = Float64Array.from(values, (_, i) => i);
  expect(marksOf(x, Float64Array.from(values), (v) => 3 * v, [0, 5])).toEqual([
    { kind: 'nan', x: 0 },
    { kind: 'up', x: 9 },
    { kind: 'down', x: 12 },
    { kind: 'nan', x: 15 },
  ]);
  expect(marksOf(x, Float64Array.from(values), (v) => v, [2, 4]).map(({ x: at }) => at)).toEqual([2, 3, 4]);
});

test('a log axis has no place for what is not positive', () => {
  const to = mapping([1, 100], [0, 200], true);
  expect(to(10)).toBeCloseTo(100);
  expect(to(0)).toBeNaN();
  expect(to(-5)).toBeNaN();
});
