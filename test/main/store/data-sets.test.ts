import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RunConfig } from '../../../src/core/train/config.ts';
import { openLibrary, type Library } from '../../../src/main/store/library.ts';
import { makeFolder, removeFolder } from '../../support/sample-library.ts';

let folder: string;
let library: Library;
let now = Date.UTC(2026, 0, 1);

beforeEach(() => {
  folder = makeFolder();
  library = openLibrary(join(folder, 'library.sqlite'), { now: () => now });
});
afterEach(() => {
  library.close();
  removeFolder(folder);
});

test('sets are kept by name, changed in place, and had again after they were removed', () => {
  const second = library.saveDataSet(null, 'b', { root: '/b' });
  now += 1000;
  const first = library.saveDataSet(null, 'a', { root: '/a' });
  expect(library.dataSets().map(({ id, name }) => [id, name])).toEqual([
    [first, 'a'],
    [second, 'b'],
  ]);
  expect(library.saveDataSet(first, 'c', { root: '/c', classes: ['<b>'] })).toBe(first);
  expect(library.dataSet(first ?? '')).toEqual({
    id: first,
    name: 'c',
    definition: { root: '/c', classes: ['<b>'] },
    createdMs: now,
  });
  expect([library.removeDataSet(first ?? ''), library.removeDataSet(first ?? '')]).toEqual([true, false]);
  expect([library.dataSet(first ?? ''), library.saveDataSet(first, 'd', {})]).toEqual([null, null]);
  expect([library.restoreDataSet(first ?? ''), library.restoreDataSet('nothing')]).toEqual([true, false]);
  expect(library.dataSets().map(({ name }) => name)).toEqual(['b', 'c']);
});

test('runs are counted by the name and folder of their data, without those in the trash', () => {
  const make = (name: string, root: string): string =>
    library.createRun({ config: RunConfig.parse({ method: 'joint', data: { layout: 'crema-d', name, root } }) });
  const trashed = [make('a', '/a'), make('a', '/a'), make('a', '/a'), make('a', '/b')][0];
  library.trashRun(trashed ?? '');
  expect(library.dataUses()).toEqual([
    { name: 'a', root: '/a', runs: 2 },
    { name: 'a', root: '/b', runs: 1 },
  ]);
});

test('the run that trains on a folder is known while its process works on it', () => {
  const data = { layout: 'crema-d', name: 'a', root: '/a' };
  const make = (): string => library.createRun({ config: RunConfig.parse({ method: 'joint', data }) });
  const [run, killed] = [make(), make()];
  expect(library.runningOn('/a')).toBeNull();
  library.startRun(killed, { pid: process.pid, started: 'long ago' });
  expect(library.runningOn('/a')).toBeNull();
  library.startRun(run);
  expect([library.runningOn('/a'), library.runningOn('/b')]).toEqual([run, null]);
  library.finishRun(run, 'finished');
  expect(library.runningOn('/a')).toBeNull();
});
