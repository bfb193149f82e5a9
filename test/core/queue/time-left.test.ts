import { expect, test } from 'vitest';
import type { Estimate, RunProgress } from '../../../src/core/contract/queue.ts';
import type { RunId } from '../../../src/core/contract/runs.ts';
import { queueTimeLeft, queueTimes, runTimeLeft } from '../../../src/core/queue/time-left.ts';

const estimate = (seconds: number): Estimate => ({
  ...{ secondsPerStep: 1, seconds, peakMemoryBytes: 0, checkpointBytes: 0, from: 'earlier-runs' },
});
const progress = (secondsLeft: number | null): RunProgress => ({
  ...{ run: 'r' as RunId, phase: 'train', done: 1, total: 2, secondsLeft },
});
const waiting = { status: 'queued', progress: null, estimate: estimate(100), epochs: 0, allEpochs: 10 } as const;
const running = { ...waiting, status: 'running', progress: progress(7) } as const;

test('a run goes by its own pace, before it has one by its estimate for the epochs not done', () => {
  expect(runTimeLeft(running)).toBe(7);
  expect(runTimeLeft({ ...running, progress: progress(null) })).toBe(100);
  // 3 of 10 epochs done: 100 · (1 − 0.3)
  expect(runTimeLeft({ ...waiting, epochs: 3 })).toBeCloseTo(70, 10);
  expect(runTimeLeft({ ...waiting, epochs: 3, allEpochs: null })).toBe(100);
  expect(runTimeLeft({ ...waiting, estimate: null })).toBe(null);
});

test('the queue adds up what runs and waits, not what rests; shared by as many as run at a time', () => {
  const paused = { ...waiting, status: 'paused' } as const;
  expect(queueTimeLeft([running, waiting, waiting, paused], 1)).toBe(207);
  expect(queueTimeLeft([running, waiting, waiting, paused], 2)).toBe(103.5);
  expect(queueTimeLeft([running], 4)).toBe(7);
  expect(queueTimeLeft([paused], 1)).toBe(0);
});

test('one run without an estimate leaves the whole unknown, and the rest can be told', () => {
  const unknown = { ...waiting, estimate: null } as const;
  expect(queueTimeLeft([running, unknown], 1)).toBe(null);
  expect(queueTimes([running, unknown, waiting], 1)).toEqual({ seconds: 107, unknown: 1 });
});
