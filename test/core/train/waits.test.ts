import { expect, test } from 'vitest';
import { withWaits } from '../../../src/core/train/waits.ts';

test('counts the time from asking to getting, not the reader’s own', async () => {
  let time = 0;
  async function* slow(): AsyncGenerator<string> {
    for (const item of ['a', 'b']) {
      time += item === 'a' ? 3 : 0.5;
      yield await Promise.resolve(item);
    }
  }
  const seen: unknown[] = [];
  for await (const { item, wait } of withWaits(slow(), () => time)) {
    seen.push([item, wait]);
    time += 100;
  }
  expect(seen).toEqual([
    ['a', 3],
    ['b', 0.5],
  ]);
});

test('a reader that leaves early ends the source', async () => {
  let isEnded = false;
  async function* endless(): AsyncGenerator<number> {
    try {
      for (;;) yield await Promise.resolve(1);
    } finally {
      isEnded = true;
    }
  }
  for await (const { item } of withWaits(endless(), () => 0)) if (item === 1) break;
  expect(isEnded).toBe(true);
});
