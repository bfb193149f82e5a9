import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openForReading, openForWriting } from '../../../src/main/store/connection.ts';
import { openLibrary } from '../../../src/main/store/library.ts';
import type { Migration } from '../../../src/main/store/migrate.ts';
import { migrations } from '../../../src/main/store/migrations/index.ts';
import { errorOf, temporaryFolder } from './support.ts';
import { makeLibrary } from './support-files.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures/db');
const fixtures = readdirSync(FIXTURES).filter((name) => /^v\d+\.sqlite$/.test(name));

function copyOfFixture(name: string): string {
  const file = join(temporaryFolder(), 'library.sqlite');
  copyFileSync(join(FIXTURES, name), file);
  return file;
}

/** Every statement that made the database, in a fixed order. */
function schemaOf(file: string): unknown[] {
  const db = new Sqlite(file, { readonly: true });
  const schema = db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all();
  db.close();
  return schema;
}

test('every released schema has its fixture', () => {
  expect(fixtures).toHaveLength(migrations.length);
});

describe.each(fixtures)('%s', (name) => {
  test('gets the schema of a new library', () => {
    const file = copyOfFixture(name);
    openLibrary(file).close();
    const fresh = join(temporaryFolder(), 'library.sqlite');
    openLibrary(fresh).close();
    expect(schemaOf(file)).toEqual(schemaOf(fresh));
  });

  test('keeps what it held', () => {
    const library = openLibrary(copyOfFixture(name));
    onTestFinished(() => library.close());
    library.check();

    const [open, finished] = library.listRuns();
    const [failed] = library.listRuns({ trashed: true });
    expect(open).toMatchObject({ status: 'interrupted', seed: 1, process: null });
    expect(library.interrupted).toEqual([open?.id]);
    expect(failed).toMatchObject({ status: 'failed', seed: 2, error: { code: 'train.not-finite', params: { step: 7 } } });
    expect(finished).toMatchObject({
      status: 'finished',
      note: 'the first',
      tags: ['baseline', 'quick'],
      seconds: 90,
      device: 'cpu',
      dataFingerprint: 'f00d',
      weightsSha256: 'abc',
      epochs: 15,
      steps: 1499,
    });

    const id = finished?.id ?? '';
    const loss = library.readSeries(id, 'loss');
    expect(loss.steps).toHaveLength(1500);
    expect([...loss.values.subarray(2, 7)]).toEqual([1 / 3, NaN, Infinity, -Infinity, 1 / 7]);
    expect([...library.readSeries(open?.id ?? '', 'loss').values]).toEqual([3, NaN, 1]);
    expect(library.listMetrics([id])[0]?.metrics).toMatchObject({ accuracy: 0.75, perClassAccuracy: [1, NaN] });
    expect(library.listCheckpoints(id)).toMatchObject([{ kind: 'last', step: 1500 }]);
    expect(library.listEvents(id)).toMatchObject([{ level: 'warning', text: 'two clips are short' }]);
    expect(library.listRuns({ search: 'short clips' }).map((run) => run.id)).toEqual([id]);
  });
});

const addColumn: Migration = { name: '002-column', up: (db) => db.exec('ALTER TABLE run ADD COLUMN mood TEXT') };
const halfWay: Migration = {
  name: '003-half-way',
  up: (db) => {
    db.exec("CREATE TABLE half (a INTEGER); UPDATE run SET note = 'lost'; DROP TABLE event");
    throw new Error('the disk said no');
  },
};

describe('the runner', () => {
  test('a migration that fails half-way leaves nothing of itself, and what was done before it stays', () => {
    const file = join(temporaryFolder(), 'library.sqlite');
    const run = makeLibrary(file);
    const later = [...migrations, addColumn, halfWay];
    const error = errorOf(() => openForWriting(file, later));
    expect(error).toMatchObject({
      code: 'store.migration-failed',
      params: { version: migrations.length + 2, migration: '003-half-way', detail: 'the disk said no' },
    });

    const { db, close } = openForReading(file, [...migrations, addColumn]);
    expect(db.pragma('user_version', { simple: true })).toBe(migrations.length + 1);
    expect(db.prepare('SELECT id, note, mood FROM run').all()).toEqual([{ id: run, note: '', mood: null }]);
    expect(db.prepare("SELECT name FROM sqlite_schema WHERE name IN ('half', 'event')").pluck().all()).toEqual(['event']);
    close();
  });

  test('a failing first migration leaves no library behind', () => {
    const file = join(temporaryFolder(), 'library.sqlite');
    expect(errorOf(() => openForWriting(file, [halfWay]))).toMatchObject({
      code: 'store.migration-failed',
      params: { backup: null },
    });
    const library = openLibrary(file);
    expect(library.listRuns()).toEqual([]);
    library.close();
  });

  test('a copy of the old file is made before the first pending migration, and only then', () => {
    const file = join(temporaryFolder(), 'library.sqlite');
    const run = makeLibrary(file);
    openForWriting(file, migrations).close();
    expect(readdirSync(join(file, '..'))).toEqual(['library.sqlite']);

    openForWriting(file, [...migrations, addColumn, { name: '003', up: (db) => db.exec('DROP TABLE event') }]).close();
    const backup = `${file}.before-v${migrations.length + 1}.bak`;
    expect(readdirSync(join(file, '..')).sort()).toEqual([
      'library.sqlite',
      `library.sqlite.before-v${migrations.length + 1}.bak`,
    ]);
    const old = openLibrary(backup);
    expect(old.readSeries(run, 'loss').values).toEqual(Float64Array.of(3, 2, 1));
    old.close();
  });

  test('without room for the copy nothing is migrated', () => {
    const file = join(temporaryFolder(), 'library.sqlite');
    makeLibrary(file);
    // A folder in the way of the copy stands for a disk that refuses it.
    const backup = `${file}.before-v${migrations.length + 1}.bak`;
    mkdirSync(join(backup, 'x'), { recursive: true });
    const bytes = readFileSync(file);
    expect(errorOf(() => openForWriting(file, [...migrations, addColumn]))).toMatchObject({ code: 'store.failed' });
    expect(readFileSync(file).equals(bytes)).toBe(true);
    expect(existsSync(`${backup}.part`)).toBe(false);
  });

  test('an older library is not migrated by a reader', () => {
    const file = join(temporaryFolder(), 'library.sqlite');
    makeLibrary(file);
    expect(errorOf(() => openForReading(file, [...migrations, addColumn]))).toMatchObject({
      code: 'store.needs-migration',
      params: { found: migrations.length, needed: migrations.length + 1 },
    });
  });

  test('what a migration finds damaged is called so', () => {
    const file = join(temporaryFolder(), 'library.sqlite');
    makeLibrary(file);
    const corrupt: Migration = {
      name: '002-corrupt',
      up: () => {
        throw new Sqlite.SqliteError('database disk image is malformed', 'SQLITE_CORRUPT');
      },
    };
    expect(errorOf(() => openForWriting(file, [...migrations, corrupt]))).toMatchObject({ code: 'store.damaged' });
  });
});
