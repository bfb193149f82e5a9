import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { readable } from '../../../src/main/store/sqlite-errors.ts';
import { temporaryFolder } from './support.ts';
import { join } from 'node:path';

const file = (): string => join(temporaryFolder(), 'library.sqlite');

test.each([
  ['SQLITE_BUSY', 'store.busy'],
  ['SQLITE_BUSY_SNAPSHOT', 'store.busy'],
  ['SQLITE_FULL', 'store.disk-full'],
  ['SQLITE_READONLY', 'store.read-only'],
  ['SQLITE_READONLY_DIRECTORY', 'store.folder-read-only'],
  ['SQLITE_CORRUPT', 'store.damaged'],
  ['SQLITE_CORRUPT_VTAB', 'store.damaged'],
  ['SQLITE_NOTADB', 'store.damaged'],
  ['SQLITE_CANTOPEN', 'store.failed'],
  ['SQLITE_IOERR_WRITE', 'store.failed'],
])('%s is told as %s, with its cause', (code, told) => {
  const cause = new Sqlite.SqliteError('what SQLite says', code);
  expect(readable(cause, file())).toMatchObject({ code: told, cause });
});

test('what the file system says is told too', () => {
  const fault = (code: string) => Object.assign(new Error(code), { code, syscall: 'write' });
  expect(readable(fault('ENOSPC'), file())).toMatchObject({ code: 'store.disk-full' });
  expect(readable(fault('EIO'), file())).toMatchObject({ code: 'store.failed', params: { code: 'EIO' } });
});

test('a mistake of ours stays what it is', () => {
  for (const mistake of [
    new Sqlite.SqliteError('no such column', 'SQLITE_ERROR'),
    new Sqlite.SqliteError('x', 'SQLITE_CONSTRAINT_UNIQUE'),
    new TypeError('x'),
    'x',
  ]) {
    expect(readable(mistake, file())).toBe(mistake);
  }
});
