import { expect, test } from 'vitest';
import { bucketWidth, decimate } from '../../../src/core/series/decimate.ts';
import { generator, oddValue, range } from '../../main/store/support.ts';

const steps = (n: number): Uint32Array => Uint32Array.from({ length: n }, (_, i) => i);

test('of each column stay the first least, the first greatest and a mark of each kind; by hand', () => {
  const values = Float64Array.of(5, 1, 9, 1, /**/ NaN, NaN, 2, Infinity, /**/ 3, 3, 3, 3);
  const kept = decimate(steps(12), [values], { begin: 0, end: 12 }, 4);
  // Column 0: 1 at 1, 9 at 2, and the first point. Column 1: NaN at 4, 2 at 6, ∞ at 7. Column 2: 3 at 8, and the last point.
  expect([...kept]).toEqual([0, 1, 2, 4, 6, 7, 8, 11]);
});

test('two lines keep the extremes of both', () => {
  const raw = Float64Array.of(0, 0, 0, 0, 0, 0, 7, 0);
  const smoothed = Float64Array.of(0, 0, 0, 0, 1, 2, 3, 4);
  expect([...decimate(steps(8), [raw, smoothed], { begin: 0, end: 8 }, 8)]).toEqual([0, 6, 7]);
});

test('only what is looked at counts', () => {
  const values = Float64Array.of(100, 1, 2, 3, -100);
  expect([...decimate(steps(5), [values], { begin: 1, end: 4 }, 8)]).toEqual([1, 3]);
  expect([...decimate(steps(5), [values], { begin: 2, end: 2 }, 8)]).toEqual([]);
});

test('no spike and no mark is lost, whatever the steps and the width', () => {
  const random = generator(11);
  for (let round = 0; round < 200; round++) {
    const n = 1 + Math.floor(random() * 300);
    let step = 0;
    const at = Uint32Array.from({ length: n }, () => (step += 1 + Math.floor(random() * 20)));
    const values = Float64Array.from({ length: n }, () => oddValue(random));
    const width = 2 ** Math.floor(random() * 12);
    const kept = decimate(at, [values], { begin: 0, end: n }, width);
    const shown = new Set(kept);
    expect([...kept]).toEqual([...kept].sort((a, b) => a - b));
    for (const bucket of new Set([...at].map((one) => Math.floor(one / width)))) {
      const inside = range(0, n).filter((i) => Math.floor((at[i] ?? 0) / width) === bucket);
      const finite = inside.filter((i) => Number.isFinite(values[i]));
      const of = (rows: readonly number[]) => rows.map((i) => values[i] ?? NaN);
      const shownFinite = finite.filter((i) => shown.has(i));
      expect(Math.min(...of(shownFinite))).toBe(Math.min(...of(finite)));
      expect(Math.max(...of(shownFinite))).toBe(Math.max(...of(finite)));
      for (const odd of [NaN, Infinity, -Infinity])
        expect(inside.some((i) => shown.has(i) && Object.is(values[i], odd))).toBe(
          of(inside).some((value) => Object.is(value, odd)),
        );
    }
  }
});

test('points stay where they are while a series grows within one width', () => {
  const random = generator(12);
  const values = Float64Array.from({ length: 400 }, () => random());
  const before = decimate(steps(320), [values], { begin: 0, end: 320 }, 16);
  const after = decimate(steps(400), [values], { begin: 0, end: 400 }, 16);
  expect([...after].filter((i) => i < 304)).toEqual([...before].filter((i) => i < 304));
});

test('the largest steps have a column too', () => {
  const at = Uint32Array.of(0, 2 ** 31, 2 ** 32 - 1);
  expect([...decimate(at, [Float64Array.of(1, 2, 3)], { begin: 0, end: 3 }, bucketWidth(0, 2 ** 32 - 1, 1))]).toEqual([0, 2]);
  expect(bucketWidth(0, 2 ** 32 - 1, 1)).toBe(2 ** 32);
});
