import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished, describe, expect, test } from 'vitest';
import { openLibrary } from '../../../src/main/store/library.ts';
import { config, errorOf, temporaryFolder } from './support.ts';
import { asOrdinaryUser, makeLibrary, tamper } from './support-files.ts';

/**
 * Opens, which must fail; checks that the file is as it was and that nothing new lies beside it. (A reader cannot remove the two
 * files of the write-ahead log that it needed; the next writer does.)
 */
function refusal(file: string, options: { readOnly?: boolean } = {}) {
  const folder = join(file, '..');
  const before = existsSync(folder) ? readdirSync(folder) : null;
  const bytes = existsSync(file) && statSync(file).isFile() ? readFileSync(file) : null;
  const error = errorOf(() => openLibrary(file, options));
  if (bytes !== null) expect(readFileSync(file).equals(bytes)).toBe(true);
  if (before !== null) expect(readdirSync(folder).filter((name) => !/-(wal|shm)$/.test(name))).toEqual(before);
  return error;
}

/** Folders that forbid writing can be removed only when they no longer do. */
function withMode(path: string, mode: number): void {
  const old = statSync(path).mode;
  chmodSync(path, mode);
  onTestFinished(() => chmodSync(path, old));
}

describe('a library that cannot be opened is refused with its reason, and nothing is changed', () => {
  test('no file, for reading', () => {
    const file = join(temporaryFolder(), 'none.sqlite');
    expect(refusal(file, { readOnly: true })).toMatchObject({ code: 'store.missing', params: { file } });
  });

  test('no folder', () => {
    const folder = join(temporaryFolder(), 'none');
    expect(refusal(join(folder, 'library.sqlite'))).toMatchObject({ code: 'store.folder-missing', params: { folder } });
  });

  test('a file where the folder should be', () => {
    const folder = join(temporaryFolder(), 'file');
    writeFileSync(folder, '');
    expect(errorOf(() => openLibrary(join(folder, 'library.sqlite')))).toMatchObject({
      code: 'store.folder-missing',
      params: { folder },
    });
  });

  test('a folder in its place', () => {
    const file = join(temporaryFolder(), 'library.sqlite');
    mkdirSync(file);
    for (const readOnly of [false, true])
      expect(refusal(file, { readOnly })).toMatchObject({ code: 'store.not-a-file', params: { found: 'folder' } });
  });

  test.each(['x', 'run,accuracy\nredreg,0.9\n'.repeat(100)])('no database (%#)', (text) => {
    const file = join(temporaryFolder(), 'runs.csv');
    writeFileSync(file, text);
    for (const readOnly of [false, true]) {
      const error = refusal(file, { readOnly });
      expect(error.code).toBe('store.not-a-database');
      expect(error.message).toContain(JSON.stringify(text.slice(0, 16)));
    }
  });

  test('the database of another program', () => {
    const file = join(temporaryFolder(), 'places.sqlite');
    tamper(file, 'CREATE TABLE bookmark (url TEXT)');
    for (const readOnly of [false, true])
      expect(refusal(file, { readOnly })).toMatchObject({ code: 'store.not-a-library', params: { found: ['bookmark'] } });
  });

  test('a library from the future', () => {
    const file = join(temporaryFolder(), 'library.sqlite');
    makeLibrary(file);
    tamper(file, 'PRAGMA user_version = 99');
    for (const readOnly of [false, true])
      expect(refusal(file, { readOnly })).toMatchObject({ code: 'store.newer-than-app', params: { found: 99 } });
  });

  test('damage: pages overwritten', () => {
    const file = join(temporaryFolder(), 'library.sqlite');
    makeLibrary(file);
    const bytes = readFileSync(file);
    bytes.fill(0xab, 4096 * 3, 4096 * 6);
    writeFileSync(file, bytes);
    const error = refusal(file);
    expect(error.code).toBe('store.damaged');
    expect(error.message).toContain('.recover');
  });

  test('damage: the file cut short', () => {
    const file = join(temporaryFolder(), 'library.sqlite');
    makeLibrary(file);
    writeFileSync(`${file}.before-v2.bak`, '');
    writeFileSync(file, readFileSync(file).subarray(0, 9000));
    expect(refusal(file)).toMatchObject({ code: 'store.damaged', params: { backups: ['library.sqlite.before-v2.bak'] } });
  });

  test('a read-only file, even for an administrator', () => {
    const file = join(temporaryFolder(), 'library.sqlite');
    makeLibrary(file);
    withMode(file, 0o444);
    expect(refusal(file)).toMatchObject({ code: 'store.read-only', params: { file } });
  });

  test.skipIf(process.platform === 'win32')('a file of somebody else', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'library.sqlite');
    makeLibrary(file);
    chmodSync(folder, 0o777);
    if (process.geteuid?.() !== 0) withMode(file, 0o444);
    asOrdinaryUser(folder, () => expect(refusal(file)).toMatchObject({ code: 'store.read-only' }));
  });

  test('a file that SQLite opens only for reading (its header names a newer write format)', () => {
    const file = join(temporaryFolder(), 'library.sqlite');
    makeLibrary(file);
    const bytes = readFileSync(file);
    bytes[18] = 3;
    bytes[19] = 1;
    writeFileSync(file, bytes);
    expect(refusal(file)).toMatchObject({ code: 'store.read-only', params: { reason: 'attempt to write a readonly database' } });
  });

  test.skipIf(process.platform === 'win32')('a folder that cannot be written, with and without a library in it', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'library.sqlite');
    makeLibrary(file);
    withMode(folder, 0o555);
    for (const path of [file, join(folder, 'new.sqlite')]) {
      expect(refusal(path)).toMatchObject({ code: 'store.folder-read-only', params: { folder } });
    }
  });

  test.skipIf(process.platform === 'win32')('a folder of somebody else, with a library that may be written', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'library.sqlite');
    makeLibrary(file);
    chmodSync(file, 0o666);
    if (process.geteuid?.() !== 0) withMode(folder, 0o555);
    asOrdinaryUser(folder, () => expect(refusal(file)).toMatchObject({ code: 'store.folder-read-only', params: { folder } }));
  });

  test.skipIf(process.platform === 'win32')('a file that may not even be read', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'library.sqlite');
    makeLibrary(file);
    withMode(file, 0o000);
    asOrdinaryUser(folder, () =>
      expect(errorOf(() => openLibrary(file))).toMatchObject({ code: 'store.failed', params: { code: 'EACCES' } }),
    );
  });
});

describe('opening', () => {
  test('an empty file becomes a library', () => {
    const file = join(temporaryFolder(), 'library.sqlite');
    writeFileSync(file, '');
    const library = openLibrary(file);
    expect(library.listRuns()).toEqual([]);
    library.close();
    expect(readdirSync(join(file, '..'))).toEqual(['library.sqlite']);
  });

  test('a reader sees what a writer in the same file writes meanwhile, and writes nothing', () => {
    const file = join(temporaryFolder(), 'library.sqlite');
    const writer = openLibrary(file);
    const reader = openLibrary(file, { readOnly: true });
    const run = writer.createRun({ config: config() });
    writer.appendPoints(run, { loss: { steps: [0], values: [1] } });
    expect(reader.readSeries(run, 'loss').values).toEqual(Float64Array.of(1));
    expect(errorOf(() => reader.createRun({ config: config() }))).toMatchObject({ code: 'store.read-only' });
    reader.close();
    writer.close();
  });

  test.skipIf(process.platform === 'win32')('a library on a read-only medium can be read, its write-ahead log included', () => {
    const folder = temporaryFolder();
    const file = join(folder, 'library.sqlite');
    const writer = openLibrary(file);
    onTestFinished(() => writer.close());
    const run = writer.createRun({ config: config() });
    const copy = join(folder, 'medium');
    mkdirSync(copy);
    for (const end of ['', '-wal']) writeFileSync(join(copy, `library.sqlite${end}`), readFileSync(file + end));
    withMode(copy, 0o555);
    asOrdinaryUser(folder, () => {
      const reader = openLibrary(join(copy, 'library.sqlite'), { readOnly: true });
      expect(reader.listRuns().map(({ id }) => id)).toEqual([run]);
      reader.close();
    });
    expect(readdirSync(copy)).toEqual(['library.sqlite', 'library.sqlite-wal']);
  });

  test('a copy made while the library is open is whole', () => {
    const folder = temporaryFolder();
    const library = openLibrary(join(folder, 'library.sqlite'));
    const run = library.createRun({ config: config() });
    library.backup(join(folder, 'copy.sqlite'));
    library.close();
    const copy = openLibrary(join(folder, 'copy.sqlite'));
    copy.check();
    expect(copy.getRun(run).id).toBe(run);
    expect(copy.listRuns({ search: 'redreg' })).toHaveLength(1);
    copy.close();
    copy.close();
    expect(readdirSync(folder).sort()).toEqual(['copy.sqlite', 'library.sqlite']);
  });
});
