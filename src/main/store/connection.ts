import Sqlite, { type Database } from 'better-sqlite3';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../../core/errors/app-error.ts';
import { checkFile, mayWrite } from './check-file.ts';
import { checkContents } from './check-contents.ts';
import { APPLICATION_ID, migrate, type Migration } from './migrate.ts';
import { BUSY_TIMEOUT_MS, withReadableErrors } from './sqlite-errors.ts';

/** Up to 64 MiB of pages in memory: the summaries of 10,000 runs with 60 curves, which a table of runs goes through column by column. */
const PAGE_MEMORY = 'cache_size = -65536';

export interface Connection {
  readonly db: Database;
  close(): void;
}

/**
 * The library's database, checked, brought up to date and set up: write-ahead log, synchronous NORMAL (a power cut may lose the
 * last transactions, never the file), foreign keys. One connection a process.
 */
export function openForWriting(file: string, migrations: readonly Migration[]): Connection {
  return withReadableErrors(file, () => {
    const isNew = !checkFile(file, { readOnly: false });
    return prepared(new Sqlite(file, { timeout: BUSY_TIMEOUT_MS }), (db) => {
      if (!isNew) checkOwner(db, file, migrations.length);
      tryToWrite(db);
      if (!isNew) checkContents(db, file);
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = NORMAL');
      db.pragma('foreign_keys = ON');
      db.pragma(PAGE_MEMORY);
      migrate(db, file, migrations);
    });
  });
}

/** The library for looking only: nothing is written, and another process may be writing meanwhile. */
export function openForReading(file: string, migrations: readonly Migration[]): Connection {
  return withReadableErrors(file, () => {
    checkFile(file, { readOnly: true });
    // Reading a file in write-ahead mode needs two more files beside it; where they cannot be made a copy is read.
    const copy = mayWrite(dirname(file)) || existsSync(`${file}-shm`) ? null : copyAway(file);
    const db = new Sqlite(copy?.file ?? file, { readonly: true, timeout: BUSY_TIMEOUT_MS });
    const prepare = (): void => {
      checkReadable(db, file, migrations.length);
      db.pragma(PAGE_MEMORY);
    };
    return prepared(db, prepare, copy?.remove);
  });
}

/** Runs the preparation; closes the database again, and does what else belongs to closing, when it throws. */
function prepared(db: Database, prepare: (db: Database) => void, alsoClose: () => void = () => undefined): Connection {
  const close = (): void => {
    db.close();
    alsoClose();
  };
  try {
    prepare(db);
    return { db, close };
  } catch (error) {
    close();
    throw error;
  }
}

function checkReadable(db: Database, file: string, needed: number): void {
  checkOwner(db, file, needed);
  const found = db.pragma('user_version', { simple: true }) as number;
  if (found < needed) throw new AppError('store.needs-migration', { file, found, needed });
}

/** SQLite opens a file that it cannot write without a word. Taking the lock is not enough to find out; changing a page is. */
function tryToWrite(db: Database): void {
  const version = db.pragma('user_version', { simple: true }) as number;
  db.exec('BEGIN IMMEDIATE');
  try {
    db.pragma(`user_version = ${version}`);
  } finally {
    if (db.inTransaction) db.exec('ROLLBACK');
  }
}

/** Refuses the database of another program and one of a newer version, before anything is written to it. */
function checkOwner(db: Database, file: string, known: number): void {
  const owner = db.pragma('application_id', { simple: true });
  const version = db.pragma('user_version', { simple: true }) as number;
  const tables = db
    .prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name LIMIT 8")
    .pluck()
    .all();
  const isEmpty = tables.length === 0 && version === 0;
  if (owner !== APPLICATION_ID && !isEmpty) throw new AppError('store.not-a-library', { file, found: tables });
  if (version > known) throw new AppError('store.newer-than-app', { file, found: version, known });
}

function copyAway(file: string): { readonly file: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'redreg-library-'));
  const copy = join(folder, basename(file));
  for (const end of ['', '-wal']) {
    if (existsSync(file + end)) copyFileSync(file + end, copy + end);
  }
  return { file: copy, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
