import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { FromTrainer, SplitMetrics } from '../../../src/core/contract/trainer.ts';
import { recordRun } from '../../../src/main/studio/recorder.ts';
import { openLibrary, type Library } from '../../../src/main/store/library.ts';
import { batch, config, newLibrary, range } from '../store/support.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const metrics: SplitMetrics = {
  n: 1,
  loss: 1,
  accuracy: 1,
  macroF1: 1,
  map: 1,
  modalityAccuracy: {},
  perClassAccuracy: [1],
  modalityPerClassAccuracy: {},
  confusion: [[1]],
};
const environment = {
  device: 'cpu',
  deviceName: 'two cores',
  threads: 2,
  versions: { tensorflow: '2.21.0' },
  fingerprint: 'f00d',
  classes: ['zero'],
  parameters: 12,
  stepsPerEpoch: 7,
  scoring: 'heads',
  samples: { train: 10, validation: 0, test: 5 },
};
const points = (from: number, to: number): FromTrainer => ({
  type: 'points',
  series: batch('loss', range(from, to), range(from, to)),
});

function recording(library: Library = newLibrary(), earlier?: string) {
  const run = earlier ?? library.createRun({ config: config() });
  const onFault = vi.fn();
  const stored = (): number => library.listSeries(run)[0]?.n ?? 0;
  /** How many points were there each time a live view was told. */
  const told: number[] = [];
  const onWritten = (): void => void told.push(stored());
  const recorder = recordRun({ library, run, onFault, onWritten, isResumed: earlier !== undefined });
  return { library, run, recorder, onFault, stored, told };
}

test('a run is running as soon as it is recorded, and has its environment when the trainer is ready', () => {
  const { library, run, recorder } = recording();
  expect(library.getRun(run)).toMatchObject({ status: 'running', process: { pid: process.pid } });
  recorder.receive({ type: 'ready', environment });
  expect(library.getRun(run)).toMatchObject({ device: 'cpu', dataFingerprint: 'f00d', environment });
});

test('points are written after 100 ms at the latest, all that came in one transaction', () => {
  const { library, recorder, stored } = recording();
  const write = vi.spyOn(library, 'appendPoints');
  const transactions = vi.spyOn(library, 'transaction');
  recorder.receive(points(0, 10));
  vi.advanceTimersByTime(60);
  recorder.receive(points(10, 15));
  recorder.receive(points(15, 20));
  expect(stored()).toBe(0);
  vi.advanceTimersByTime(40);
  expect(stored()).toBe(20);
  expect(write).toHaveBeenCalledTimes(1);
  recorder.receive(points(20, 21));
  vi.advanceTimersByTime(99);
  expect(stored()).toBe(20);
  vi.advanceTimersByTime(1);
  expect(stored()).toBe(21);
  vi.advanceTimersByTime(10_000);
  expect(write).toHaveBeenCalledTimes(2);
  expect(write.mock.calls[1]?.[1]).toEqual(batch('loss', [20], [20]));
  expect(transactions).toHaveBeenCalledTimes(2);
});

test('a burst is written at once, so that it cannot fill the memory', () => {
  const { recorder, stored } = recording();
  recorder.receive(points(0, 100_000));
  expect(stored()).toBe(100_000);
});

describe('every last message writes the points before it', () => {
  test('done', () => {
    const { library, run, recorder, stored } = recording();
    recorder.receive(points(0, 5));
    recorder.receive({ type: 'event', level: 'warning', text: 'slow disk' });
    recorder.receive({ type: 'done', seconds: 12, weightsSha256: 'abc' });
    expect(stored()).toBe(5);
    expect(library.listEvents(run)).toMatchObject([
      { level: 'warning', text: 'slow disk' },
      { level: 'info', text: 'Finished after 12 s.' },
    ]);
    expect(library.getRun(run)).toMatchObject({ status: 'finished', seconds: 12, weightsSha256: 'abc', steps: 4 });
    expect(() => recorder.receive(points(5, 6))).toThrow('after the last one');
  });

  test('stopped', () => {
    const { library, run, recorder, stored } = recording();
    recorder.receive(points(0, 5));
    recorder.receive({ type: 'stopped', seconds: 3, weightsSha256: null, step: 5, kept: false });
    expect(stored()).toBe(5);
    expect(library.getRun(run)).toMatchObject({ status: 'stopped', seconds: 3, weightsSha256: null, steps: 5 });
  });

  test('failed', () => {
    const { library, run, recorder, stored } = recording();
    const error = { code: 'train.not-finite', message: 'NaN', params: { step: 5 } };
    recorder.receive({ type: 'points', series: batch('loss', [0, 1], [1, NaN]) });
    recorder.receive({ type: 'failed', error });
    expect(stored()).toBe(2);
    expect(library.getRun(run)).toMatchObject({ status: 'failed', error });
    expect(vi.getTimerCount()).toBe(0);
  });
});

test('figures, checkpoints and pauses are written at once, after the points before them', () => {
  const { library, run, recorder, stored } = recording();
  recorder.receive(points(0, 5));
  recorder.receive({ type: 'metrics', which: 'last', epoch: 3, split: 'test', metrics });
  expect(stored()).toBe(5);
  expect(library.listMetrics([run])).toMatchObject([{ which: 'last', epoch: 3, split: 'test', metrics }]);
  expect(library.getRun(run).epochs).toBe(3);

  recorder.receive({ type: 'checkpoint', checkpoint: { kind: 'last', file: 'l', epoch: 3, step: 30, bytes: 1, sha256: 'x' } });
  expect(library.listCheckpoints(run)).toMatchObject([{ kind: 'last', step: 30 }]);
  expect(library.getRun(run).steps).toBe(30);

  recorder.receive(points(31, 32));
  recorder.receive({ type: 'saving', step: 31 });
  expect(stored()).toBe(6);
});

test('a live view is told once points are there, not before, and not of what is no point', () => {
  const { recorder, told } = recording();
  recorder.receive(points(0, 3));
  recorder.receive({ type: 'event', level: 'info', text: 'x' });
  expect(told).toEqual([]);
  vi.advanceTimersByTime(100);
  expect(told).toEqual([3]);
  recorder.receive({ type: 'event', level: 'info', text: 'y' });
  vi.advanceTimersByTime(100);
  recorder.receive({ type: 'saving', step: 3 });
  expect(told).toEqual([3]);
  recorder.receive(points(3, 5));
  recorder.receive({ type: 'saving', step: 5 });
  expect(told).toEqual([3, 5]);
});

test('predictions are kept with the names of their samples', () => {
  const { library, run, recorder } = recording();
  recorder.receive({
    ...{ type: 'predictions', which: 'last', epoch: 1, split: 'test', names: ['x', 'y', 'z'] },
    labels: Uint16Array.of(0, 1, 1),
    predicted: { fused: Uint16Array.of(0, 0, 0), audio: Uint16Array.of(1, 1, 0) },
  });
  const cell = { which: 'last', split: 'test', label: 1, predicted: 0 } as const;
  expect(library.samplesOfCell(run, { ...cell, by: 'fused' })).toEqual(['y', 'z']);
  expect(library.samplesOfCell(run, { ...cell, by: 'audio' })).toEqual(['z']);
  expect(library.samplesOfCell(run, { ...cell, by: 'video' })).toBe(null);
});

describe('a run that goes on', () => {
  /** A run that was paused after step 9 with a checkpoint of step 5. */
  function paused() {
    const { library, run, recorder } = recording();
    recorder.receive({ type: 'ready', environment });
    recorder.receive(points(0, 5));
    recorder.receive({ type: 'metrics', which: 'last', epoch: 1, split: 'test', metrics });
    recorder.receive({ type: 'checkpoint', checkpoint: { kind: 'last', file: 'l', epoch: 1, step: 4, bytes: 1, sha256: 'x' } });
    recorder.receive(points(5, 9));
    recorder.receive({ type: 'metrics', which: 'last', epoch: 2, split: 'train', metrics });
    recorder.receive({ type: 'checkpoint', checkpoint: { kind: 'best', file: 'b', epoch: 2, step: 8, bytes: 1, sha256: 'y' } });
    recorder.receive({ type: 'paused', seconds: 3, step: 8 });
    expect(library.getRun(run)).toMatchObject({ status: 'paused', steps: 8, epochs: 2, seconds: 3, process: null });
    return { library, run };
  }

  test('is taken back to its checkpoint, all at once, and then has no gap and no double', () => {
    const { library, run } = paused();
    const { recorder, stored, told } = recording(library, run);
    expect(library.getRun(run).status).toBe('paused');
    recorder.receive({ type: 'resumed', step: 4, epochs: 1 });
    expect(told).toEqual([5]);
    recorder.receive({ type: 'ready', environment: { ...environment, deviceName: 'another' } });
    expect(library.getRun(run).environment?.deviceName).toBe('another');
    expect(library.getRun(run)).toMatchObject({ status: 'running', steps: 4, epochs: 1 });
    expect(stored()).toBe(5);
    expect(library.listCheckpoints(run)).toMatchObject([{ kind: 'last', step: 4 }]);
    expect(library.listMetrics([run])).toMatchObject([{ epoch: 1, split: 'test' }]);
    recorder.receive(points(5, 12));
    recorder.receive({ type: 'done', seconds: 2, weightsSha256: 'z' });
    expect(Array.from(library.readSeries(run, 'loss').steps)).toEqual(range(0, 12));
    expect(library.getRun(run)).toMatchObject({ status: 'finished', seconds: 5, steps: 11 });
  });

  test('stays as it was where the trainer refuses, dies or leaves before it goes on', () => {
    const { library, run } = paused();
    const before = library.getRun(run);
    const { recorder, stored } = recording(library, run);
    recorder.receive({ type: 'progress', phase: 'checking files', done: 1, total: 2, secondsLeft: null });
    recorder.receive({ type: 'failed', error: { code: 'data.other-fingerprint', message: 'other', params: {} } });
    expect(library.getRun(run)).toEqual(before);
    expect(stored()).toBe(9);
    expect(() => recorder.receive(points(9, 10))).toThrow('after the last one');
  });
});

test('progress and verification are shown elsewhere, not kept', () => {
  const { library, run, recorder } = recording();
  const before = library.getRun(run);
  recorder.receive({ type: 'progress', phase: 'training', done: 1, total: 2, secondsLeft: 3 });
  recorder.receive({ type: 'verified', lines: [] });
  vi.advanceTimersByTime(1000);
  expect(library.getRun(run)).toEqual(before);
});

describe('where the library fails', () => {
  test('points are kept, the host is told, and they are written with the next message', () => {
    const { library, recorder, onFault, stored, run } = recording();
    const fault = vi.spyOn(library, 'appendPoints').mockImplementationOnce(() => {
      throw new Error('disk full');
    });
    recorder.receive(points(0, 5));
    recorder.receive({ type: 'event', level: 'info', text: 'hello' });
    vi.advanceTimersByTime(100);
    expect(onFault).toHaveBeenCalledWith(new Error('disk full'));
    expect(stored()).toBe(0);
    fault.mockRestore();
    recorder.receive(points(5, 6));
    vi.advanceTimersByTime(100);
    expect(stored()).toBe(6);
    expect(library.listEvents(run)).toHaveLength(1);
  });

  test('a last message throws, and may be given again', () => {
    const { library, run, recorder, stored } = recording();
    recorder.receive(points(0, 5));
    const fault = vi.spyOn(library, 'finishRun').mockImplementationOnce(() => {
      throw new Error('disk full');
    });
    const last: FromTrainer = { type: 'failed', error: { code: 'x', message: 'y', params: {} } };
    expect(() => recorder.receive(last)).toThrow('disk full');
    expect(stored()).toBe(0);
    fault.mockRestore();
    recorder.receive(last);
    expect(stored()).toBe(5);
    expect(library.getRun(run).status).toBe('failed');
  });
});

test('a host that leaves early can write what is in memory', () => {
  const { recorder, stored, library, run } = recording();
  recorder.receive(points(0, 5));
  recorder.flush();
  expect(stored()).toBe(5);
  library.close();
  const reader = openLibrary(library.file, { readOnly: true });
  onTestFinished(() => reader.close());
  expect(reader.listSeries(run)).toMatchObject([{ n: 5 }]);
});
