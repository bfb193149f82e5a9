import { expect, test } from 'vitest';
import { seriesMemory, type Wanted } from '../../../src/main/studio/series-memory.ts';
import { batch, config, newLibrary, range } from '../store/support.ts';

/** A library of a few runs with a curve of 1,000 points each, and how often points are read from it. */
function counted(runs: number) {
  const library = newLibrary();
  const ids = range(0, runs).map(() => library.createRun({ config: config() }));
  for (const id of ids) library.appendPoints(id, batch('loss', range(0, 1000), range(0, 1000)));
  let reads = 0;
  const counting: typeof library = {
    ...library,
    pointsAfter(wanted) {
      reads += wanted.length;
      return library.pointsAfter(wanted);
    },
  };
  const wanted = (of: number): Wanted => {
    const [head] = library.curveHeads([ids[of] ?? ''], ['loss']);
    if (head === undefined) throw new Error(`run ${of} has its curve`);
    return { ...head, generation: library.getGeneration(head.run) };
  };
  return { library, ids, counting, wanted, reads: () => reads };
}

/** Bytes of a curve of 1,000 points. */
const CURVE = 1000 * 20;

test('what was read is not read again, and what was used longest ago is given up first', () => {
  const { counting, wanted, reads } = counted(3);
  const memory = seriesMemory(2.5 * CURVE);
  const read = (of: number): number => memory.read(counting, wanted(of)).points.steps.length;
  expect([read(0), read(1), read(0), read(1)]).toEqual([1000, 1000, 1000, 1000]);
  expect(reads()).toBe(2);
  read(0); // now 1 is the one that was used longest ago
  read(2);
  expect(reads()).toBe(3);
  read(0);
  expect(reads()).toBe(3);
  read(1);
  expect(reads()).toBe(4);
});

test('a curve larger than all the memory is read all the same', () => {
  const { counting, wanted, reads } = counted(2);
  const memory = seriesMemory(10);
  for (const of of [0, 1, 0]) expect(memory.read(counting, wanted(of)).points.values.at(-1)).toBe(999);
  expect(reads()).toBe(3);
});

test('a smoothed line is made once, and counts as memory', () => {
  const { counting, wanted } = counted(1);
  const series = seriesMemory().read(counting, wanted(0));
  const line = series.smoothed({ kind: 'tensorboard', weight: 0.5 });
  expect(series.smoothed({ kind: 'tensorboard', weight: 0.5 })).toBe(line);
  expect(series.smoothed({ kind: 'tensorboard', weight: 0.6 })).not.toBe(line);
  expect(series.smoothed({ kind: 'none' })).toBeNull();
});

test('of a curve that grew only the new points are read, and its smoothed line is made anew', () => {
  const { library, ids, wanted } = counted(1);
  const memory = seriesMemory();
  const smoothing = { kind: 'running-mean', window: 3 } as const;
  expect(memory.read(library, wanted(0)).smoothed(smoothing)?.at(-1)).toBe(998.5);
  library.appendPoints(ids[0] ?? '', batch('loss', [1000], [1000]));
  const asked: unknown[] = [];
  const watching: typeof library = {
    ...library,
    pointsAfter(of) {
      asked.push(...of.map(({ after }) => after));
      return library.pointsAfter(of);
    },
  };
  const grown = memory.read(watching, wanted(0));
  expect(asked).toEqual([999]);
  expect([grown.points.steps.length, grown.smoothed(smoothing)?.at(-1)]).toEqual([1001, 999.5]);
});
