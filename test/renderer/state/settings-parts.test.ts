import { expect, test, vi } from 'vitest';
import { LatestWrites } from '../../../src/renderer/state/latest-writes.ts';
import { NameBatch } from '../../../src/renderer/state/name-batch.ts';
import { comparisonsIn, withComparison } from '../../../src/renderer/state/recent-comparisons.ts';

test('writes of one name follow one another, and only the newest of those that wait', async () => {
  const written: unknown[] = [];
  const ends: (() => void)[] = [];
  const writes = new LatestWrites(
    (name, value) => {
      written.push([name, value]);
      return new Promise<void>((resolve) => ends.push(resolve));
    },
    () => undefined,
  );
  for (const value of [1, 2, 3]) writes.put('a', value);
  writes.put('b', 9);
  expect(written).toEqual([
    ['a', 1],
    ['b', 9],
  ]);
  ends[0]?.();
  await vi.waitUntil(() => written.length === 3);
  expect(written[2]).toEqual(['a', 3]);
  ends[2]?.();
  await vi.waitUntil(() => !writes.isWriting('a'));
  expect(writes.isWriting('b')).toBe(true);
});

test('a write that fails is told of, and the next one goes on', async () => {
  const problems: unknown[] = [];
  const writes = new LatestWrites(
    () => Promise.reject(new Error('full')),
    (thrown) => problems.push(thrown),
  );
  writes.put('a', 1);
  await vi.waitUntil(() => !writes.isWriting('a'));
  writes.put('a', 2);
  await vi.waitUntil(() => problems.length === 2);
});

test('names that are wanted together are fetched together', async () => {
  const asked: string[][] = [];
  const batch = new NameBatch(2, (names) => {
    asked.push(names);
    return Promise.resolve();
  });
  for (const name of ['a', 'b', 'a', 'c']) batch.want(name);
  expect(asked).toEqual([]);
  await vi.waitUntil(() => asked.length === 2);
  expect(asked).toEqual([['a', 'b'], ['c']]);
  expect(batch.knows('a')).toBe(true);
  batch.wantAllAgain();
  await vi.waitUntil(() => asked.length === 4);
});

test('a comparison is kept once, whatever the order of its runs, newest first', () => {
  const first = withComparison([], ['a', 'b'], 1);
  const second = withComparison(first, ['c', 'd'], 2);
  expect(withComparison(second, ['b', 'a'], 3)).toEqual([
    { runs: ['b', 'a'], atMs: 3 },
    { runs: ['c', 'd'], atMs: 2 },
  ]);
  expect(comparisonsIn([...second, null, { runs: [1], atMs: 1 }, { runs: ['a'] }])).toEqual(second);
  expect(comparisonsIn({})).toEqual([]);
});
