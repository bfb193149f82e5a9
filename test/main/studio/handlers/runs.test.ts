import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Request } from '../../../../src/core/contract/index.ts';
import type { RunId } from '../../../../src/core/contract/runs.ts';
import type { Library } from '../../../../src/main/store/library.ts';
import { addFinished, addRunning, COMPARISON } from '../../../support/sample-library.ts';
import { ask, askNothing, refusalOf, type Asked } from './support.ts';

const fillComparison = (library: Library): void => void COMPARISON.map((run) => addFinished(library, run));
const idsOf = (library: Library): RunId[] => library.listRuns({ archived: 'both' }).map(({ id }) => id as RunId);

async function table({ client }: Pick<Asked, 'client'>, request: Partial<Request<'runs.table'>> = {}) {
  return client.call('runs.table', { columns: ['name'], ...request });
}
const methodsOf = ({ rows }: { rows: { method: string }[] }): string[] => rows.map(({ method }) => method);

describe('runs.table', () => {
  test('newest first, with the cells that were asked for and the extremes over all that fit', async () => {
    const asked = ask(fillComparison);
    const columns = [
      'seed',
      'metric:test:last:accuracy',
      'metric:test:last:modality.video',
      'metric:test:last:map',
      'metric:test:best:accuracy',
      'config:training.batch',
      'config:links',
      'preset',
      'nonsense',
      'seconds',
    ];
    const { rows, total, extremes, groups } = await table(asked, { columns, limit: 2 });
    expect(total).toBe(4);
    expect(groups).toEqual([]);
    expect(methodsOf({ rows })).toEqual(['redreg', 'inforeg']);
    expect(rows[0]?.cells).toEqual([0, 0.931, 0.688, null, null, 64, '{}', 'official', null, 83]);
    expect(extremes).toEqual([
      { min: 0, max: 0 },
      { min: 0.871, max: 0.931 },
      { min: 0.412, max: 0.688 },
      null,
      null,
      { min: 64, max: 64 },
      null,
      null,
      null,
      { min: 61, max: 83 },
    ]);
  });

  test('the next window goes on where the last one ended', async () => {
    const asked = ask(fillComparison);
    expect(methodsOf(await table(asked, { offset: 2, limit: 2 }))).toEqual(['ogm-ge', 'joint']);
    expect(methodsOf(await table(asked, { offset: 4 }))).toEqual([]);
  });

  test('sorted by several keys, pinned runs first', async () => {
    const asked = ask(fillComparison);
    const byVideo = [{ column: 'metric:test:last:modality.video', isDescending: false }];
    expect(methodsOf(await table(asked, { sort: byVideo }))).toEqual(['joint', 'ogm-ge', 'inforeg', 'redreg']);
    const inforeg = asked.library.listRuns().find(({ method }) => method === 'inforeg')?.id as RunId;
    await asked.client.call('runs.edit', { changes: [{ run: inforeg, pinned: true }] });
    expect(methodsOf(await table(asked, { sort: byVideo }))).toEqual(['inforeg', 'joint', 'ogm-ge', 'redreg']);
  });

  test('filtered by any column, and searched in names, notes, tags, configuration and log', async () => {
    const asked = ask(fillComparison);
    const { client, library } = asked;
    const above = { column: 'metric:test:last:accuracy', test: 'above', value: 0.9 } as const;
    expect(methodsOf(await table(asked, { filters: [above] }))).toEqual(['redreg', 'inforeg']);
    const [redreg] = idsOf(library);
    await client.call('runs.edit', { changes: [{ run: redreg as RunId, tags: ['keep', 'paper'], note: 'Überraschung' }] });
    expect(methodsOf(await table(asked, { filters: [{ column: 'tags', test: 'is', value: 'paper' }] }))).toEqual(['redreg']);
    expect(methodsOf(await table(asked, { search: 'überr' }))).toEqual(['redreg']);
    expect(methodsOf(await table(asked, { search: 'ogm-ge' }))).toEqual(['ogm-ge']);
    expect(await client.call('runs.ids', { filters: [above] })).toEqual({ runs: idsOf(library).slice(0, 2) });
  });

  test('grouped: groups in their order, each with its size, wherever the window is', async () => {
    const asked = ask(fillComparison);
    addFinished(asked.library, { method: 'joint', seed: 1, fused: 0.5, audio: 0.5, video: 0.5 });
    const { rows, groups } = await table(asked, { groupBy: ['method', 'seed'], limit: 3 });
    expect(groups.map(({ key, count }) => [...key, count])).toEqual([
      ['inforeg', 0, 1],
      ['joint', 0, 1],
      ['joint', 1, 1],
      ['ogm-ge', 0, 1],
      ['redreg', 0, 1],
    ]);
    expect(rows.map(({ groupKey }) => groupKey)).toEqual([
      ['inforeg', 0],
      ['joint', 0],
      ['joint', 1],
    ]);
    const turned = await table(asked, { groupBy: ['method'], sort: [{ column: 'method', isDescending: true }] });
    expect(turned.groups.map(({ key, count }) => [...key, count])).toEqual([
      ['redreg', 1],
      ['ogm-ge', 1],
      ['joint', 2],
      ['inforeg', 1],
    ]);
  });

  test('always as the library is: points, figures, edits, new and deleted runs', async () => {
    const asked = ask(fillComparison);
    const { library } = asked;
    const columns = ['name', 'series:last:train/loss', 'series:min:train/loss', 'metric:test:last:accuracy', 'epochs'];
    const cellsOf = async (run: string) => (await table(asked, { columns })).rows.find(({ id }) => id === run)?.cells;
    const run = addRunning(library, { method: 'ogm', seed: 3 }, 'young');
    expect(await cellsOf(run)).toEqual(['young', null, null, null, 0]);
    library.appendPoints(run, { 'train/loss': { steps: [1, 2, 3], values: [3, -1, Infinity] } }, 2);
    expect(await cellsOf(run)).toEqual(['young', Infinity, -1, null, 2]);
    const metrics = library.listMetrics([idsOf(library).at(-1) ?? ''])[0]?.metrics;
    if (metrics === undefined) throw new Error('the first run has figures');
    library.setMetrics(run, { which: 'last', epoch: 2, split: 'test', metrics: { ...metrics, accuracy: 0.25 } });
    expect((await cellsOf(run))?.[3]).toBe(0.25);
    library.truncateRun(run, { step: 1, epochs: 0 });
    expect(await cellsOf(run)).toEqual(['young', 3, 3, null, 0]);

    const [, second] = idsOf(library);
    library.deleteRun(second ?? '');
    const left = await table(asked, { columns });
    expect(left.total).toBe(4);
    for (const row of left.rows) expect(row.cells[0]).toBe(row.name);
    library.deleteRun(run);
    const again = addRunning(library, { method: 'ogm', seed: 4 }, 'in its place');
    expect(await cellsOf(again)).toEqual(['in its place', null, null, null, 0]);
    library.deleteRun(again);
    expect((await table(asked, { columns })).total).toBe(3);
  });

  test('what lies in the archive or the trash is there alone', async () => {
    const asked = ask(fillComparison);
    const [a, b] = idsOf(asked.library) as [RunId, RunId];
    await asked.client.call('runs.edit', { changes: [{ run: a, archived: true }] });
    await asked.client.call('runs.trash', { runs: [b] });
    expect((await table(asked)).total).toBe(2);
    expect((await table(asked, { where: 'archived' })).rows.map(({ id }) => id)).toEqual([a]);
    expect((await table(asked, { where: 'trash' })).rows.map(({ id }) => id)).toEqual([b]);
  });

  test.each<[string, object]>([
    ['no columns', { columns: undefined }],
    ['a window of 0', { limit: 0 }],
    ['an unknown test', { filters: [{ column: 'name', test: 'like', value: 'x' }] }],
    ['an unknown place', { where: 'everywhere' }],
  ])('refuses %s', async (_, request) => {
    expect(await refusalOf(table(ask(), request))).toBe('ipc.bad-request');
  });

  test('a column of an odd name is empty, and harms nobody', async () => {
    const asked = ask(fillComparison);
    const columns = ['config:"; DROP TABLE run', "series:last:' OR 1=1", 'config:a"b.c', 'metric:x:last:modality.'];
    expect((await table(asked, { columns })).rows[0]?.cells).toEqual([null, null, null, null]);
    expect((await table(asked)).total).toBe(4);
  });
});

test('runs.columns names fields, figures, settings and curves', async () => {
  const { client } = ask((library) => {
    const run = addFinished(library, COMPARISON[3] as (typeof COMPARISON)[number]);
    library.appendPoints(run, {
      'train/loss': { steps: [1], values: [1] },
      'redundancy-monitor/r/audio': { steps: [1], values: [1] },
    });
  });
  const { columns } = await client.call('runs.columns', {});
  const of = (id: string) => columns.find((column) => column.id === id);
  expect(of('name')).toEqual({ id: 'name', label: 'Name', section: 'Run', isNumber: false });
  expect(of('metric:test:last:modality.audio')).toMatchObject({ section: 'Figures: test', isNumber: true });
  expect(of('metric:test:best:accuracy')).toBeUndefined();
  expect(of('config:training.learningRate')).toMatchObject({ section: 'Configuration', isNumber: true });
  expect(of('config:training.optimizer.kind')).toMatchObject({ isNumber: false });
  expect(of('series:max:redundancy-monitor/r/audio')).toMatchObject({ section: 'Curves: redundancy-monitor' });
  expect(new Set(columns.map(({ id }) => id)).size).toBe(columns.length);
});

describe('runs.edit', () => {
  test('changes many, says how to undo it, and tells the pages', async () => {
    const asked = ask(fillComparison);
    const { client, library, told } = asked;
    const [a, b] = idsOf(library) as [RunId, RunId];
    const changes = [
      { run: a, name: '<img src=x onerror=alert(1)>', colour: '#12b5cb', locked: true },
      { run: b, tags: ['x', 'y'], pinned: true },
      { run: a, note: 'twice', name: 'again' },
    ];
    const { before } = await client.call('runs.edit', { changes });
    expect(library.getRun(a)).toMatchObject({ name: 'again', note: 'twice', colour: '#12b5cb', locked: true });
    expect(library.getRun(b)).toMatchObject({ tags: ['x', 'y'], pinned: true });
    expect(told).toEqual([{ name: 'runs.changed', payload: { runs: [a, b] } }]);

    await client.call('runs.edit', { changes: before });
    expect(library.getRun(a)).toMatchObject({ name: 'redreg-av-digits-concat-s0', note: '', colour: null, locked: false });
    expect(library.getRun(b)).toMatchObject({ tags: [], pinned: false });
    expect(library.listRuns({ search: 'twice' })).toEqual([]);
  });

  test('of which one is impossible changes nothing', async () => {
    const { client, library, told } = ask(fillComparison);
    const [a] = idsOf(library) as [RunId];
    const changes = [
      { run: a, name: 'changed' },
      { run: 'missing' as RunId, name: 'x' },
    ];
    expect(await refusalOf(client.call('runs.edit', { changes }))).toBe('store.unknown-run');
    expect(library.getRun(a).name).toBe('redreg-av-digits-concat-s0');
    expect(library.listRuns({ search: 'changed' })).toEqual([]);
    expect(told).toEqual([]);
  });

  test.each<[string, object]>([
    ['an empty name', { name: '' }],
    ['a colour by name', { colour: 'red' }],
    ['an unknown field', { seed: 3 }],
    ['no change', {}],
  ])('refuses %s', async (what, change) => {
    const { client, library } = ask(fillComparison);
    const changes = what === 'no change' ? [] : [{ run: idsOf(library)[0], ...change }];
    expect(await refusalOf(client.call('runs.edit', { changes } as never))).toBe('ipc.bad-request');
  });
});

describe('the trash', () => {
  test('takes runs, gives them back, and is emptied with their checkpoints', async () => {
    const { client, library, told } = ask(fillComparison);
    const [a, b] = idsOf(library) as [RunId, RunId];
    const folder = join(dirname(library.file), 'checkpoints', a);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'last.safetensors'), 'weights');
    library.addCheckpoint(a, {
      kind: 'last',
      file: join(folder, 'last.safetensors'),
      epoch: 1,
      step: 1,
      bytes: 7_000_000,
      sha256: 'x',
    });

    expect((await client.call('runs.trash', { runs: [a, b] })).bytes).toBeGreaterThanOrEqual(7_000_000);
    await client.call('runs.restore', { runs: [b] });
    expect(library.listRuns().map(({ id }) => id)).toContain(b);
    const { runs, bytes } = await client.call('runs.delete', { runs: 'all' });
    expect([runs, bytes >= 7_000_000]).toEqual([1, true]);
    expect(existsSync(folder)).toBe(false);
    expect(await refusalOf(client.call('runs.get', { run: a }))).toBe('store.unknown-run');
    expect(told.map(({ payload }) => payload)).toEqual([{ runs: [a, b] }, { runs: [b] }, { runs: [a] }]);
  });

  test('takes none of several when one is locked, trained, or not there', async () => {
    const { client, library } = ask(fillComparison);
    const [a, b] = idsOf(library) as [RunId, RunId];
    const running = addRunning(library, { method: 'redreg', seed: 9 }) as RunId;
    library.editRun(b, { locked: true });
    for (const [runs, code] of [
      [[a, b], 'run.locked'],
      [[a, running], 'run.worked-on'],
      [[a, 'missing' as RunId], 'store.unknown-run'],
    ] as const)
      expect(await refusalOf(client.call('runs.trash', { runs: [...runs] }))).toBe(code);
    expect(library.listTrash()).toEqual([]);
  });

  test('only what is in it can be deleted, and nothing that is locked', async () => {
    const { client, library } = ask(fillComparison);
    const [a, b] = idsOf(library) as [RunId, RunId];
    await client.call('runs.trash', { runs: [a] });
    expect(await refusalOf(client.call('runs.delete', { runs: [a, b] }))).toBe('run.not-in-trash');
    library.editRun(a, { locked: true });
    expect(await refusalOf(client.call('runs.delete', { runs: [a] }))).toBe('run.locked');
    expect(await client.call('runs.delete', { runs: 'all' })).toEqual({ runs: 0, bytes: 0 });
    expect(library.getRun(a).id).toBe(a);
  });

  test('deletes no file outside the folder of a run, whatever a library says of it', async () => {
    const { client, library, folder } = ask(fillComparison);
    const [a] = idsOf(library) as [RunId];
    const precious = join(folder, 'precious.txt');
    writeFileSync(precious, 'mine');
    library.addCheckpoint(a, { kind: 'best', file: precious, epoch: 1, step: 1, bytes: 4, sha256: 'x' });
    await client.call('runs.trash', { runs: [a] });
    await client.call('runs.delete', { runs: [a] });
    expect(existsSync(precious)).toBe(true);
  });
});

describe('one run', () => {
  test('figures of splits, whole', async () => {
    const { client, library } = ask(fillComparison);
    const [a, b] = idsOf(library) as [RunId, RunId];
    const { figures } = await client.call('runs.figures', { runs: [a, b] });
    expect(figures.map(({ run, which, split, epoch }) => [run, which, split, epoch])).toEqual([
      [a, 'last', 'test', 12],
      [b, 'last', 'test', 12],
    ]);
    expect(figures[0]?.metrics).toMatchObject({ accuracy: 0.931, perClassAccuracy: [0.931, NaN], confusion: [[1]] });
  });

  test('samples behind a cell of the confusion matrix', async () => {
    const { client, library } = ask(fillComparison);
    const [a, b] = idsOf(library) as [RunId, RunId];
    const kept = { which: 'best', split: 'test', epoch: 3, names: ['s1', 's2', 's3'], labels: [0, 1, 1] } as const;
    library.setPredictions(a, { ...kept, predicted: { fused: [0, 0, 1], audio: Uint16Array.of(1, 1, 1) } });
    const cell = { run: a, which: 'best', split: 'test', label: 1, predicted: 0 } as const;
    expect(await client.call('runs.samples', cell)).toEqual({ samples: ['s2'], isKept: true });
    expect(await client.call('runs.samples', { ...cell, predicted: 1, by: 'audio' })).toEqual({
      samples: ['s2', 's3'],
      isKept: true,
    });
    expect(await client.call('runs.samples', { ...cell, label: 7 })).toEqual({ samples: [], isKept: true });
    expect(await client.call('runs.samples', { ...cell, which: 'last' })).toEqual({ samples: [], isKept: false });
    expect(await client.call('runs.samples', { ...cell, run: b })).toEqual({ samples: [], isKept: false });
    library.truncateRun(a, { step: 0, epochs: 2 });
    expect((await client.call('runs.samples', cell)).isKept).toBe(false);
  });

  test('its log from a line on, and its files with what is still there', async () => {
    const { client, library, folder } = ask(fillComparison);
    const [a] = idsOf(library) as [RunId];
    library.addEvents(a, [
      { level: 'info', text: 'one', atMs: 5 },
      { level: 'warning', text: '<b>two</b>', atMs: 6 },
    ]);
    const { events } = await client.call('runs.log', { run: a });
    expect(events.map(({ text }) => text)).toEqual(['one', '<b>two</b>']);
    const rest = await client.call('runs.log', { run: a, after: events[0]?.id ?? 0 });
    expect(rest.events).toEqual([{ id: events[1]?.id, atMs: 6, level: 'warning', text: '<b>two</b>' }]);
    library.addCheckpoint(a, { kind: 'last', file: join(folder, 'gone'), epoch: 1, step: 4, bytes: 9, sha256: 'x' });
    const files = await client.call('runs.files', { run: a });
    expect(files.folder).toBe(join(folder, 'checkpoints', a));
    expect(files.files).toEqual([
      { kind: 'last', file: join(folder, 'gone'), epoch: 1, step: 4, bytes: 9, sha256: 'x', isThere: false },
    ]);
  });

  test('that is not there is refused', async () => {
    for (const { client } of [ask(fillComparison), { client: askNothing() }])
      for (const question of [
        client.call('runs.get', { run: 'x' as RunId }),
        client.call('runs.log', { run: 'x' as RunId }),
        client.call('runs.files', { run: 'x' as RunId }),
        client.call('runs.samples', { run: 'x' as RunId, which: 'last', split: 'test', label: 0, predicted: 0 }),
      ])
        expect(await refusalOf(question)).toBe('store.unknown-run');
  });
});

test('the list of runs has their figures on the test split', async () => {
  const { client } = ask(fillComparison);
  const { runs, total } = await client.call('runs.list', { limit: 1 });
  expect(total).toBe(4);
  expect(runs[0]?.test).toEqual({
    last: { epoch: 12, n: 200, accuracy: 0.931, macroF1: 0.927, modalityAccuracy: { audio: 0.846, video: 0.688 } },
    best: null,
  });
});

test('without a library there are no runs', async () => {
  const client = askNothing();
  expect(await table({ client }, { columns: ['name', 'seed'] })).toEqual({
    rows: [],
    total: 0,
    extremes: [null, null],
    groups: [],
  });
  expect(await client.call('runs.ids', {})).toEqual({ runs: [] });
  expect((await client.call('runs.columns', {})).columns.map(({ id }) => id)).toContain('name');
});
