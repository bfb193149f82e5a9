import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RunProgress } from '../../../../src/core/contract/queue.ts';
import type { RunId } from '../../../../src/core/contract/runs.ts';
import { createAnnouncer } from '../../../../src/main/studio/queue/announcer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function announcing() {
  const told: [string, unknown][] = [];
  const announcer = createAnnouncer((name, payload) => void told.push([name, payload]));
  return { announcer, told };
}
const progress = (done: number): RunProgress => ({ run: 'a' as RunId, phase: 'train', done, total: 9, secondsLeft: null });

test('progress: the first at once, then the newest of each second, and never after the run is forgotten', () => {
  const { announcer, told } = announcing();
  for (let ms = 0; ms < 4000; ms += 10) {
    announcer.progress(progress(ms));
    vi.advanceTimersByTime(10);
  }
  vi.advanceTimersByTime(1000);
  const seen = told.map(([, payload]) => (payload as RunProgress).done);
  expect(seen.length).toBe(5);
  expect(seen[0]).toBe(0);
  expect(seen.at(-1)).toBe(3990);
  announcer.progress(progress(1));
  announcer.forget('a');
  vi.advanceTimersByTime(1000);
  expect(told.length).toBe(5);
});

test('nothing is told in the call itself; a status at once after it, figures with others of the same half second', () => {
  const { announcer, told } = announcing();
  announcer.runChanged('a');
  announcer.runChanged('b');
  announcer.runChanged('a');
  vi.advanceTimersByTime(499);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(told).toEqual([['runs.changed', { runs: ['a', 'b'] }]]);

  announcer.runChanged('a');
  announcer.statusChanged('c');
  announcer.queueChanged();
  expect(told.length).toBe(1);
  vi.advanceTimersByTime(0);
  expect(told.slice(1)).toEqual([
    ['queue.changed', {}],
    ['runs.changed', { runs: ['a', 'c'] }],
  ]);
  vi.advanceTimersByTime(2000);
  expect(told.length).toBe(3);
});

test('closed, it tells nothing more', () => {
  const { announcer, told } = announcing();
  announcer.progress(progress(1));
  announcer.statusChanged('a');
  announcer.runChanged('b');
  announcer.close();
  vi.advanceTimersByTime(2000);
  expect(told).toEqual([]);
});
