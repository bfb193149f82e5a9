import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync, copyFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Result } from '../../../src/core/contract/index.ts';
import { openLibrary } from '../../../src/main/store/library.ts';
import { forkTrainer } from '../../../src/main/studio/fork-trainer.ts';
import { openStudio, type Studio } from '../../../src/main/studio/studio.ts';
import { addRunning, fillLibrary, makeFolder, placeIn, removeFolder } from '../../support/sample-library.ts';
import { standInConfig } from '../../support/queue-studio.ts';
import { tamper } from '../store/support-files.ts';

/** Machines may be busy. */
const SOON = { timeout: 20_000 };

/** Copies of the library, as Settings makes them and brings them back. */

const TRAINER = join(import.meta.dirname, '../../fixtures/trainer/queued.mjs');
let folder: string;
let file: string;
let studio: Studio | null;
let events: string[];

beforeEach(() => {
  folder = makeFolder();
  ({ file } = placeIn(folder));
  [studio, events] = [null, []];
});
afterEach(async () => {
  await studio?.close();
  removeFolder(folder);
});

async function open(): Promise<Studio['handlers']> {
  studio = await openStudio({
    ...{ library: placeIn(folder), host: 'served', version: '0' },
    abilities: { spawnTrainer: forkTrainer(TRAINER) },
    emit: (name) => void events.push(name),
  });
  return studio.handlers;
}
const total = async (handlers: Studio['handlers']): Promise<number> =>
  (await handlers['runs.list']({ search: '', limit: 1, offset: 0 })).total;
const runsIn = (library: string): number => {
  const opened = openLibrary(library, { readOnly: true });
  const found = opened.countRuns({ search: '' });
  opened.close();
  return found;
};
const backup = async (handlers: Studio['handlers'], target: string | null = null): Promise<Result<'library.backup'>> =>
  handlers['library.backup']({ file: target });
const restore = async (handlers: Studio['handlers'], from: string): Promise<Result<'library.restore'>> =>
  handlers['library.restore']({ file: from });
/** Adds a run to the open library by way of the queue, which holds it. */
async function addOne(handlers: Studio['handlers']): Promise<void> {
  await handlers['queue.hold']({ isHeld: true });
  await handlers['queue.add']({ runs: [{ config: standInConfig(folder, 'works'), tags: [] }] });
}

describe('a backup', () => {
  test('is whole, lies in its own folder, and is listed', async () => {
    fillLibrary(file);
    const handlers = await open();
    const made = await backup(handlers);
    expect(dirname(made.file)).toBe(join(folder, 'backups'));
    expect(basename(made.file)).toMatch(/^library-\d{4}-\d\d-\d\dT[\d-]+Z\.sqlite$/);
    expect(runsIn(made.file)).toBe(7);
    const status = await handlers['library.status']({});
    expect(status.backups).toEqual([{ file: made.file, bytes: made.bytes, atMs: expect.any(Number) as number }]);
    expect(status.bytes).toBeGreaterThan(0);
    expect(status.file).toBe(file);
  });

  test('goes where it is told, and replaces an older copy there', async () => {
    fillLibrary(file);
    const handlers = await open();
    const target = join(folder, 'mine.sqlite');
    await backup(handlers, target);
    await addOne(handlers);
    await backup(handlers, target);
    expect(runsIn(target)).toBe(8);
    expect((await handlers['library.status']({})).backups).toEqual([]);
  });

  test.each([
    ['a file that is none', 'letter.txt', 'library.not-replaced'],
    ['a folder', 'things', 'library.not-replaced'],
    ['the library itself', 'library.sqlite', 'library.in-place'],
    ['a folder that is not there', 'nowhere/a.sqlite', 'files.no-folder'],
  ])('does not go over %s', async (_, name, code) => {
    fillLibrary(file);
    writeFileSync(join(folder, 'letter.txt'), 'Dear Ada');
    mkdirSync(join(folder, 'things'));
    const handlers = await open();
    await expect(backup(handlers, join(folder, name))).rejects.toMatchObject({ code });
    expect(readFileSync(join(folder, 'letter.txt'), 'utf8')).toBe('Dear Ada');
    expect(await total(handlers)).toBe(7);
  });

  test('must be named by a whole path', async () => {
    await expect(backup(await open(), '../escape.sqlite')).rejects.toMatchObject({ code: 'files.bad-path' });
  });
});

describe('restoring', () => {
  test('puts the copy in place, keeps what was there, and tells the pages', async () => {
    fillLibrary(file);
    const handlers = await open();
    const { file: copy } = await backup(handlers);
    await addOne(handlers);
    expect(await total(handlers)).toBe(8);
    events = [];

    const { kept } = await restore(handlers, copy);
    expect(await total(handlers)).toBe(7);
    expect(runsIn(kept ?? '')).toBe(8);
    expect(existsSync(copy)).toBe(true);
    expect(events).toEqual(expect.arrayContaining(['runs.changed', 'app.changed', 'queue.changed']));
    // It is the open library as before: written, locked, restored from.
    await addOne(handlers);
    expect(await total(handlers)).toBe(8);
    await restore(handlers, kept ?? '');
    expect(readdirSync(folder).filter((name) => name.includes('restoring'))).toEqual([]);
  });

  test.each([
    ['text', (path: string) => writeFileSync(path, 'Dear Ada, this is a letter and no library'), 'store.not-a-database'],
    ['nothing', (path: string) => writeFileSync(path, ''), 'store.not-a-library'],
    ['a database of another program', (path: string) => tamper(path, 'CREATE TABLE bookmark (url TEXT)'), 'store.not-a-library'],
    ['a database without tables', (path: string) => tamper(path, 'VACUUM'), 'store.not-a-library'],
    ['a newer library', (path: string) => (fillLibrary(path), tamper(path, 'PRAGMA user_version = 99')), 'store.newer-than-app'],
    ['a damaged library', damaged, 'store.damaged'],
    ['a folder', (path: string) => mkdirSync(path), 'store.not-a-file'],
    ['nothing at all', () => undefined, 'store.missing'],
  ])('%s is refused with its code, and nothing is changed', async (_, make, code) => {
    fillLibrary(file);
    const handlers = await open();
    const other = join(folder, 'other.sqlite');
    make(other);
    await expect(restore(handlers, other)).rejects.toMatchObject({ code, message: expect.stringContaining(other) as string });
    expect(await total(handlers)).toBe(7);
    expect(readdirSync(folder).filter((name) => name.includes('restoring'))).toEqual([]);
    expect(existsSync(join(folder, 'backups'))).toBe(false);
  });

  test('a library of an earlier version is brought up to date, and the backup stays as it is', async () => {
    const handlers = await open();
    const old = join(folder, 'old.sqlite');
    copyFileSync('test/fixtures/db/v1.sqlite', old);
    const before = readFileSync(old);
    await restore(handlers, old);
    expect(await total(handlers)).toBeGreaterThan(0);
    expect(readFileSync(old).equals(before)).toBe(true);
    expect(readdirSync(folder).filter((name) => name.endsWith('.bak'))).toEqual([]);
  });

  test('is refused while a run is trained', async () => {
    const handlers = await open();
    const { file: copy } = await backup(handlers);
    await handlers['queue.add']({ runs: [{ config: standInConfig(folder, 'waits'), tags: [] }] });
    await vi.waitUntil(() => studio?.isTraining(), SOON);
    await expect(restore(handlers, copy)).rejects.toMatchObject({ code: 'library.training' });
  });

  test('works where the library is damaged or none, and keeps that too', async () => {
    fillLibrary(join(folder, 'good.sqlite'));
    writeFileSync(file, 'no database at all, but some text');
    const handlers = await open();
    expect((await handlers['app.info']({})).readOnly).toMatchObject({ code: 'store.not-a-database' });
    const { kept } = await restore(handlers, join(folder, 'good.sqlite'));
    expect(await total(handlers)).toBe(7);
    expect((await handlers['app.info']({})).readOnly).toBe(null);
    expect(readFileSync(kept ?? '', 'utf8')).toBe('no database at all, but some text');
  });
});

/** A library in which a page is overwritten. */
function damaged(path: string): void {
  fillLibrary(path);
  const library = openLibrary(path);
  for (let i = 0; i < 200; i++) addRunning(library, { method: 'joint', seed: i });
  library.close();
  const bytes = readFileSync(path);
  bytes.fill(0xff, Math.floor(bytes.length / 2), Math.floor(bytes.length / 2) + 8192);
  writeFileSync(path, bytes);
}

test('a large library is copied while the host goes on answering, with what is written meanwhile', async () => {
  const library = openLibrary(file);
  for (let i = 0; i < 10; i++) {
    const run = addRunning(library, { method: 'joint', seed: i });
    const steps = Array.from({ length: 50_000 }, (_, step) => step);
    library.appendPoints(run, { loss: { steps, values: steps.map((step) => Math.sin(step * (i + 1))) } });
    library.finishRun(run, 'finished');
  }
  library.close();
  const handlers = await open();
  let longestMs = 0;
  let last = performance.now();
  const clock = setInterval(() => {
    longestMs = Math.max(longestMs, performance.now() - last);
    last = performance.now();
  }, 1);
  const copying = backup(handlers);
  await addOne(handlers);
  const made = await copying;
  clearInterval(clock);
  expect(runsIn(made.file)).toBe(11);
  expect(readdirSync(dirname(made.file))).toEqual([basename(made.file)]);
  expect(longestMs).toBeLessThan(1000);
});
