import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { groupKey } from '../../../src/main/store/group-key.ts';
import { runConfig } from '../../../src/main/store/run-find.ts';
import { ownProcess } from '../../../src/main/store/process-identity.ts';
import { config, errorOf, newLibrary } from './support.ts';

const environment = {
  device: 'cpu',
  deviceName: 'two cores',
  threads: 2,
  versions: { tensorflow: '2.21.0' },
  fingerprint: 'f00d',
  classes: ['zero', 'one'],
  parameters: 12,
  stepsPerEpoch: 7,
  scoring: 'heads',
  samples: { train: 10, validation: 0, test: 5 },
};

test('a run goes from the queue to its end, and each step is there for the next reader', () => {
  let now = Date.UTC(2026, 0, 1);
  const library = newLibrary({ now: () => now });
  const id = library.createRun({ config: config({ seed: 3 }), tags: ['baseline'] });
  expect(library.getRun(id)).toMatchObject({
    id,
    name: 'redreg-av-digits-concat-s3',
    method: 'redreg',
    seed: 3,
    status: 'queued',
    dataName: 'av-digits',
    tags: ['baseline'],
    createdMs: now,
    startedMs: null,
    process: null,
    environment: null,
  });

  now += 1000;
  library.startRun(id);
  library.setEnvironment(id, environment);
  library.setProgress(id, { epochs: 1, steps: 7 });
  expect(library.getRun(id)).toMatchObject({
    status: 'running',
    startedMs: now,
    process: ownProcess(),
    device: 'cpu',
    dataFingerprint: 'f00d',
    environment,
    epochs: 1,
    steps: 7,
  });

  now += 2500;
  library.finishRun(id, 'finished', { weightsSha256: 'abc', steps: 14 });
  expect(library.getRun(id)).toMatchObject({
    status: 'finished',
    endedMs: now,
    seconds: 2.5,
    process: null,
    weightsSha256: 'abc',
    steps: 14,
  });
});

test('times of a run that was resumed add up, and its old error goes', () => {
  const library = newLibrary();
  const id = library.createRun({ config: config() });
  library.startRun(id);
  library.finishRun(id, 'failed', { seconds: 5, error: { code: 'train.not-finite', message: 'NaN', params: { step: 3 } } });
  expect(library.getRun(id)).toMatchObject({
    status: 'failed',
    seconds: 5,
    error: { code: 'train.not-finite', params: { step: 3 } },
  });
  library.startRun(id);
  expect(library.getRun(id)).toMatchObject({ status: 'running', error: null, endedMs: null });
  library.finishRun(id, 'finished', { seconds: 7 });
  expect(library.getRun(id).seconds).toBe(12);
});

test('a run that rests has no process, and its seconds go on adding up', () => {
  const library = newLibrary();
  const id = library.createRun({ config: config() });
  library.startRun(id);
  library.finishRun(id, 'paused', { seconds: 5, steps: 7 });
  expect(library.getRun(id)).toMatchObject({ status: 'paused', process: null, seconds: 5, steps: 7 });
  library.startRun(id);
  expect(library.getRun(id)).toMatchObject({ status: 'running', process: { pid: process.pid }, endedMs: null });
  library.finishRun(id, 'finished', { seconds: 2 });
  expect(library.getRun(id)).toMatchObject({ status: 'finished', seconds: 7 });
});

test('a run is found by id, by name, and by the beginning of its id', () => {
  let now = Date.UTC(2026, 0, 1);
  const library = newLibrary({ now: () => now });
  const first = library.createRun({ config: config() });
  now += 3_600_000;
  const second = library.createRun({ config: config({ seed: 1 }) });
  expect(library.getRun(first).id).toBe(first);
  expect(library.getRun('redreg-av-digits-concat-s1').id).toBe(second);
  expect(library.getRun(second.slice(0, 7)).id).toBe(second);

  expect(errorOf(() => library.getRun(first.slice(0, 2)))).toMatchObject({
    code: 'store.ambiguous-run',
    params: { matches: [second, first] },
  });
  const unknown = errorOf(() => library.getRun('redreg-av-digits-concat-s7'));
  const near = ['redreg-av-digits-concat-s1', 'redreg-av-digits-concat-s0'];
  expect(unknown).toMatchObject({ code: 'store.unknown-run', params: { total: 2, near } });
  expect(errorOf(() => library.getRun(''))).toMatchObject({ code: 'store.unknown-run' });
  expect(errorOf(() => library.startRun('nobody'))).toMatchObject({ code: 'store.unknown-run' });
});

test('two runs of one name are told apart by their ids', () => {
  const library = newLibrary();
  const ids = [library.createRun({ config: config() }), library.createRun({ config: config() })];
  expect(errorOf(() => library.getRun('redreg-av-digits-concat-s0'))).toMatchObject({
    code: 'store.ambiguous-run',
    params: { matches: ids.toReversed() },
  });
});

test('the group is the configuration without its seed, whatever the order of keys', () => {
  const library = newLibrary();
  const group = (changes: object): string => library.getRun(library.createRun({ config: { ...config(), ...changes } })).groupKey;
  const key = group({});
  const { method, ...rest } = config();
  expect(group({ seed: 5 })).toBe(key);
  expect(library.getRun(library.createRun({ config: { ...rest, method } })).groupKey).toBe(key);
  expect(group({ threads: 1 })).not.toBe(key);
});

test('a run of before a setting was added stays in the group of those that have it at its default', () => {
  const { selectOn, earlyStopping, ...before } = config().training;
  const { sequence, ...model } = config().model;
  expect([selectOn, earlyStopping.kind, sequence.kind]).toEqual(['validation', 'off', 'transformer']);
  const { checkpointMinutes: _, diagnostics: __, ...old } = { ...config(), training: before, model };
  expect(groupKey(old)).toBe(groupKey(config()));
  for (const other of [{ selectOn: 'test' }, { earlyStopping: { kind: 'patience', patience: 3, minimumGain: 0 } }])
    expect(groupKey({ ...old, training: { ...before, ...other } })).not.toBe(groupKey(old));
  for (const other of [
    { kind: 'gru', dim: null },
    { ...sequence, layers: 2 },
  ])
    expect(groupKey({ ...old, model: { ...model, sequence: other } })).not.toBe(groupKey(old));
});

test('a configuration comes back as it was, and an old one is refused with what does not fit', () => {
  const library = newLibrary();
  const given = config({ links: { 'redundancy-monitor': { gamma: 0.5 }, 'co-information-gate': 'off' } });
  const run = library.getRun(library.createRun({ config: given }));
  expect(runConfig(run)).toEqual(given);
  const old = errorOf(() => runConfig({ id: run.id, config: { ...given, seed: 'none' } }));
  expect(old).toMatchObject({ code: 'store.old-config', params: { run: run.id } });
  expect(old.message).toContain('seed');
});

test('lists are newest first and filtered by any mix of conditions', () => {
  const library = newLibrary();
  const a = library.createRun({ config: config({ seed: 0 }), tags: ['x', 'y'] });
  const b = library.createRun({ config: config({ seed: 1, method: 'ogm-ge' }), tags: ['x'] });
  const c = library.createRun({ config: config({ seed: 2 }) });
  library.startRun(c);
  const ids = (filter: Parameters<typeof library.listRuns>[0]): string[] => library.listRuns(filter).map(({ id }) => id);
  expect(ids({})).toEqual([c, b, a]);
  expect(ids({ status: ['running', 'failed'] })).toEqual([c]);
  expect(ids({ methods: ['redreg'] })).toEqual([c, a]);
  expect(ids({ tags: ['x'] })).toEqual([b, a]);
  expect(ids({ tags: ['x', 'y'] })).toEqual([a]);
  expect(ids({ group: library.getRun(a).groupKey })).toEqual([c, a]);
  expect(ids({ limit: 1, offset: 1 })).toEqual([b]);
  expect(library.countRuns({ methods: ['redreg'] })).toBe(2);

  library.editRun(b, { archived: true });
  library.trashRun(c);
  expect(ids({})).toEqual([a]);
  expect(ids({ archived: true })).toEqual([b]);
  expect(ids({ archived: 'both' })).toEqual([b, a]);
  expect(ids({ trashed: true })).toEqual([c]);
  library.restoreRun(c);
  expect(ids({})).toEqual([c, a]);
});

test('an edit changes what it names and nothing else', () => {
  const library = newLibrary();
  const id = library.createRun({ config: config(), note: 'first', tags: ['x'] });
  library.editRun(id, { pinned: true, colour: '#12b5cb' });
  expect(library.getRun(id)).toMatchObject({ note: 'first', tags: ['x'], pinned: true, colour: '#12b5cb', archived: false });
  library.editRun(id, { name: 'mine', note: '', tags: ['z', 'z', 'a'] });
  expect(library.getRun(id)).toMatchObject({ name: 'mine', note: '', tags: ['a', 'z'], pinned: true, colour: '#12b5cb' });
  library.editRun(id, { colour: null, pinned: false });
  expect(library.getRun(id)).toMatchObject({ pinned: false, colour: null });
});

test('deleting a run takes all its rows with it and leaves the others', () => {
  const library = newLibrary();
  const [id, other] = [library.createRun({ config: config() }), library.createRun({ config: config({ seed: 1 }) })];
  for (const run of [id, other]) {
    library.appendPoints(run, { loss: { steps: [0, 1], values: [1, 2] } });
    library.addEvents(run, [{ level: 'info', text: 'hello' }]);
  }
  library.deleteRun(id);
  expect(library.listRuns().map((run) => run.id)).toEqual([other]);
  expect(library.listRuns({ search: 'hello' }).map((run) => run.id)).toEqual([other]);
  expect(library.listSeries(other)).toHaveLength(1);
  const db = new Sqlite(library.file, { readonly: true });
  expect(db.prepare("SELECT count(*) FROM run_text WHERE run_text MATCH 'hello'").pluck().get()).toBe(1);
  db.close();
  expect(errorOf(() => library.listSeries(id))).toMatchObject({ code: 'store.unknown-run' });
});
