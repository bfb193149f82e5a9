import { describe, expect, test } from 'vitest';
import type { RunId } from '../../../src/core/contract/runs.ts';
import { bucketWidth } from '../../../src/core/series/decimate.ts';
import { readSeries } from '../../../src/main/studio/series.ts';
import { seriesMemory } from '../../../src/main/studio/series-memory.ts';
import { batch, config, generator, newLibrary, oddValue, range } from '../store/support.ts';

/** A series in the library, with a copy of its points. */
function series(steps: readonly number[], values: readonly number[]) {
  const library = newLibrary();
  const run = library.createRun({ config: config() });
  library.appendPoints(run, batch('x', steps, values));
  const memory = seriesMemory();
  const reduce = async (buckets: number, range = {}) => {
    const smoothing = { kind: 'none' } as const;
    const request = { runs: [run as RunId], names: ['x'], buckets, smoothing, ...range };
    const { curves } = await readSeries(library, memory, request);
    const [curve] = curves;
    if (curve === undefined) throw new Error('the series is there');
    const { steps: shownSteps, values: shownValues, shown, total } = curve;
    return { steps: shownSteps, values: shownValues, shown, total };
  };
  const append = (more: readonly number[], moreValues: readonly number[]) =>
    library.appendPoints(run, batch('x', more, moreValues));
  return { reduce, append };
}

/** Ascending steps with gaps, of a length and density drawn at random, and their values. */
function randomSeries(seed: number) {
  const random = generator(seed);
  const n = 1 + Math.floor(random() * 6000);
  const gap = random() < 0.5 ? 1 : Math.ceil(random() * 50);
  let step = Math.floor(random() * 1000);
  const steps = Array.from({ length: n }, () => (step += 1 + Math.floor(random() * gap)));
  const share = random() < 0.5 ? 1 : 0.01;
  return { random, steps, values: steps.map(() => oddValue(random, share)) };
}

test('keeps the least and the greatest of each bucket, and both ends (by hand)', async () => {
  // 8 points in 2 buckets of 4 steps: [5 9 9 1] [3 3 8 4]; kept are 9 (its first) and 1, 3 (its first) and 8, and the ends 5 and 4.
  const { reduce } = series(range(0, 8), [5, 9, 9, 1, 3, 3, 8, 4]);
  expect(await reduce(2)).toEqual({
    steps: Uint32Array.of(0, 1, 3, 4, 6, 7),
    values: Float64Array.of(5, 9, 1, 3, 8, 4),
    shown: 6,
    total: 8,
  });
});

test('the width of buckets doubles, so that wider ones are unions of narrower ones', () => {
  expect([bucketWidth(0, 99, 100), bucketWidth(0, 100, 100), bucketWidth(0, 99, 30), bucketWidth(1000, 3999, 100)]).toEqual([
    1, 2, 4, 32,
  ]);
});

test('a series of no more than two points a column comes whole', async () => {
  const { reduce } = series([3, 900, 90_000], [1, NaN, 2]);
  expect(await reduce(2)).toEqual({
    steps: Uint32Array.of(3, 900, 90_000),
    values: Float64Array.of(1, NaN, 2),
    shown: 3,
    total: 3,
  });
  expect(await reduce(2, { from: 4, to: 899 })).toMatchObject({ shown: 0, total: 0 });
});

test('one mark and one spike deep inside a long series are seen from far away', async () => {
  const values = range(0, 20_000).map((step) => Math.sin(step));
  values.splice(9_500, 1, NaN);
  values.splice(13_500, 1, -Infinity);
  values.splice(17_500, 1, 99);
  const { steps, values: shown } = await series(range(0, 20_000), values).reduce(4);
  const marks = [...steps].map((step, i) => [step, shown[i]]).filter(([, value]) => !(Math.abs(Number(value)) <= 1));
  expect(marks).toEqual([
    [9_500, NaN],
    [13_500, -Infinity],
    [17_500, 99],
  ]);
});

describe('whatever the series (property)', () => {
  test('no spike, no mark and no end is lost; every point is a true one; there are few', async () => {
    for (let seed = 0; seed < 40; seed++) {
      const { random, steps, values } = randomSeries(seed);
      const { reduce } = series(steps, values);
      const buckets = 1 + Math.floor(random() * 300);
      const from = random() < 0.5 ? 0 : (steps[Math.floor(random() * steps.length)] ?? 0);
      const to = random() < 0.5 ? Number.MAX_SAFE_INTEGER : from + Math.floor(random() * 5000);
      const inside = steps.map((step, i) => [step, values[i] ?? NaN] as const).filter(([step]) => step >= from && step <= to);

      const reduced = await reduce(buckets, { from, to });
      const shown = new Map([...reduced.steps].map((step, i) => [step, reduced.values[i]]));
      const truth = new Map(inside);
      expect(reduced.total).toBe(inside.length);
      expect(reduced.shown).toBe(shown.size);
      for (const [step, value] of shown) expect(truth.get(step)).toBe(value);
      for (const end of [inside[0], inside.at(-1)]) if (end !== undefined) expect(shown.has(end[0])).toBe(true);

      const finite = inside.map(([, value]) => value).filter(Number.isFinite);
      if (finite.length > 0) {
        expect(Math.min(...[...shown.values()].filter(Number.isFinite).map(Number))).toBe(Math.min(...finite));
        expect(Math.max(...[...shown.values()].filter(Number.isFinite).map(Number))).toBe(Math.max(...finite));
      }
      for (const odd of [NaN, Infinity, -Infinity]) {
        expect([...shown.values()].some((value) => Object.is(value, odd))).toBe(
          inside.some(([, value]) => Object.is(value, odd)),
        );
      }
      const odds = inside.filter(([, value]) => !Number.isFinite(value)).length;
      expect(reduced.shown).toBeLessThanOrEqual(2 * (buckets + 1) + 2 + odds);
    }
  });

  test('points already drawn stay while a series grows, until the width doubles', async () => {
    const random = generator(7);
    const buckets = 100;
    const value = (step: number): number => Math.sin(step / 9) + (step % 613 === 0 ? 40 : 0) + random() / 10;
    const { reduce, append } = series(range(0, 3000), range(0, 3000).map(value));
    for (let from = 3000; from < 12_000; from += 250) {
      const before = await reduce(buckets);
      const width = bucketWidth(0, from - 1, buckets);
      append(range(from, from + 250), range(from, from + 250).map(value));
      if (bucketWidth(0, from + 249, buckets) !== width) continue;
      const after = new Set((await reduce(buckets)).steps);
      const open = Math.floor((from - 1) / width) * width; // the bucket that was being filled
      for (const step of before.steps) if (step < open) expect(after.has(step)).toBe(true);
    }
  });
});
