import { expect, test } from 'vitest';
import type { SplitMetrics } from '../../../src/core/contract/trainer.ts';
import { newRunId } from '../../../src/main/store/run-id.ts';
import { config, newLibrary } from './support.ts';

const metrics: SplitMetrics = {
  n: 4,
  loss: Infinity,
  accuracy: 0.75,
  macroF1: NaN,
  map: 0.8,
  modalityAccuracy: { audio: 0.5, video: 0.25 },
  perClassAccuracy: [1, NaN, 0.5],
  modalityPerClassAccuracy: { audio: [0.5, NaN, 0], video: [0.25, NaN, 1] },
  confusion: [
    [3, 1],
    [0, 0],
  ],
};

test('figures come back whole, NaN and infinity included, and a later epoch takes the place of the former', () => {
  const library = newLibrary({ now: () => 7 });
  const [run, other] = [library.createRun({ config: config() }), library.createRun({ config: config({ seed: 1 }) })];
  library.setMetrics(run, { which: 'last', epoch: 1, split: 'test', metrics: { ...metrics, accuracy: 0.1 } });
  library.setMetrics(run, { which: 'last', epoch: 2, split: 'test', metrics });
  library.setMetrics(run, { which: 'best', epoch: 1, split: 'validation', metrics });
  library.setMetrics(other, { which: 'last', epoch: 9, split: 'test', metrics });
  expect(library.listMetrics([run])).toEqual([
    { run, which: 'last', split: 'test', epoch: 2, atMs: 7, metrics },
    { run, which: 'best', split: 'validation', epoch: 1, atMs: 7, metrics },
  ]);
  expect(library.listMetrics([run, other])).toHaveLength(3);
  expect(library.listMetrics([])).toEqual([]);
});

test('a run has one checkpoint of a kind, the latest', () => {
  const library = newLibrary({ now: () => 7 });
  const run = library.createRun({ config: config() });
  const last = { kind: 'last', file: 'last.safetensors', epoch: 1, step: 10, bytes: 99, sha256: 'aa' } as const;
  library.addCheckpoint(run, last);
  library.addCheckpoint(run, { ...last, epoch: 2, step: 20, sha256: 'bb' });
  library.addCheckpoint(run, { ...last, kind: 'best', file: 'best.safetensors' });
  expect(library.listCheckpoints(run)).toEqual([
    { ...last, kind: 'best', file: 'best.safetensors', atMs: 7 },
    { ...last, epoch: 2, step: 20, sha256: 'bb', atMs: 7 },
  ]);
});

test('the log is read from a cursor on', () => {
  const library = newLibrary({ now: () => 7 });
  const run = library.createRun({ config: config() });
  library.addEvents(run, [
    { level: 'info', text: 'one' },
    { level: 'warning', text: 'two', atMs: 5 },
  ]);
  const [first, second] = library.listEvents(run);
  expect(first).toMatchObject({ level: 'info', text: 'one', atMs: 7 });
  expect(second).toMatchObject({ level: 'warning', text: 'two', atMs: 5 });
  expect(library.listEvents(run, first?.id)).toEqual([second]);
  expect(library.listEvents(run, second?.id)).toEqual([]);
});

test('search finds the beginnings of words in name, note, tags, configuration, log and error, in any letter case', () => {
  const library = newLibrary();
  const run = library.createRun({ config: config({ seed: 7 }), note: 'Überraschend gut', tags: ['camera-ready'] });
  library.createRun({ config: config({ method: 'ogm-ge', seed: 8 }) });
  library.addEvents(run, [{ level: 'warning', text: 'speaker george is missing' }]);
  library.finishRun(run, 'failed', { error: { code: 'train.not-finite', message: 'the loss is NaN at step 12', params: {} } });
  const found = (search: string): string[] => library.listRuns({ search }).map(({ id }) => id);
  for (const words of [
    'redreg',
    'redreg-av',
    's7',
    'UBER',
    'camera ready',
    'geor',
    'not-finite',
    'step 12 redreg',
    '0.002 s7',
    'concat s7',
  ]) {
    expect([words, found(words)]).toEqual([words, [run]]);
  }
  for (const words of ['s9', 'redreg ogm', 'eorge']) expect([words, found(words)]).toEqual([words, []]);
  expect(found('  ')).toHaveLength(2);
  expect(library.countRuns({ search: 'av-digits' })).toBe(2);

  library.editRun(run, { name: 'renamed', note: '', tags: [] });
  expect(found('camera')).toEqual([]);
  expect(found('renamed')).toEqual([run]);
});

test.each(['"', "'", 'a"b', 'AND', 'NOT NEAR(', '*', '-', 'name:', '^', 'a AND', '(((', '\0'])(
  'no search is a mistake: %j',
  (search) => {
    const library = newLibrary();
    library.createRun({ config: config() });
    expect(() => library.listRuns({ search })).not.toThrow();
  },
);

test('ids sort in the order of making, even within one second or with a clock that goes back', () => {
  const at = Date.UTC(2026, 5, 1);
  const times = [at, at, at + 100, at - 60_000, at + 1000, at + 90_000_000];
  const ids: string[] = [];
  for (const time of times) ids.push(newRunId(time, ids.at(-1) ?? null));
  expect(ids.toSorted()).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[0-9a-hjkmnp-tv-z]{10}$/);
});
