import { describe, expect, test } from 'vitest';
import type { RunId } from '../../../src/core/contract/runs.ts';
import { estimateWords, progressWords, summaryWords } from '../../../src/renderer/panels/queue/queue-words.ts';

const progress = (phase: string, done: number, total: number) => ({
  ...{ run: 'a' as RunId, phase, done, total, secondsLeft: null },
});

describe('what a run does now', () => {
  const words = (phase: string, done: number, total: number, allEpochs: number | null = 10): string =>
    progressWords({ asked: null, progress: progress(phase, done, total), allEpochs });

  test('training: epoch and step; the last step is in the last epoch', () => {
    expect(words('train', 0, 200)).toBe('epoch 1 of 10, step 0 of 200');
    expect(words('train', 45, 200)).toBe('epoch 3 of 10, step 45 of 200');
    expect(words('train', 200, 200)).toBe('epoch 10 of 10, step 200 of 200');
    expect(words('train', 45, 200, null)).toBe('step 45 of 200');
  });

  test('anything else: its name, and how far where that is known', () => {
    expect(words('checking files', 1200, 3000)).toBe('checking files, 1\u202f200 of 3\u202f000');
    expect(words('starting', 0, 0)).toBe('starting');
    expect(progressWords({ asked: null, progress: null, allEpochs: 3 })).toBe('starting');
  });

  test('what it was asked comes before what it does', () => {
    expect(progressWords({ asked: 'pause', progress: progress('train', 1, 2), allEpochs: 1 })).toBe('saving, then it rests');
  });
});

test('an estimate is of the time that is left, with the memory where it is known', () => {
  const estimate = { ...{ secondsPerStep: 1, seconds: 130, peakMemoryBytes: 1.2e9, checkpointBytes: 1, from: 'probe' } } as const;
  const entry = { status: 'queued', progress: null, estimate, epochs: 5, allEpochs: 10 } as never;
  expect(estimateWords(entry)).toBe('about 1 min 05 s, 1.2 GB memory');
  expect(estimateWords({ ...(entry as object), estimate: null } as never)).toBe('no estimate yet');
  expect(estimateWords({ ...(entry as object), estimate: { ...estimate, peakMemoryBytes: 0 } } as never)).toBe(
    'about 1 min 05 s',
  );
});

test('the whole queue: at least, where the time of some cannot be told', () => {
  expect(summaryWords(0, 0, { seconds: 0, unknown: 0 })).toBe('Nothing runs and nothing waits.');
  expect(summaryWords(1, 3, { seconds: 750, unknown: 0 })).toBe('1 running, 3 waiting; all done in about 12 min 30 s');
  expect(summaryWords(0, 3, { seconds: 750, unknown: 2 })).toBe('3 waiting; all done in at least 12 min 30 s');
  expect(summaryWords(1, 0, { seconds: 0, unknown: 1 })).toBe('1 running');
});
