import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { AppError } from '../../../core/errors/app-error.ts';
import type { ErrorCode, ErrorParams } from '../../../core/errors/catalogue.ts';
import { checkFile } from '../../store/check-file.ts';
import { openLibrary } from '../../store/library.ts';
import { backupsOf, withReadableErrors } from '../../store/sqlite-errors.ts';

/** A SQLite database and what it has beside it in write-ahead mode. */
const PARTS = ['', '-wal', '-shm'] as const;

/**
 * A checked copy of `backup` beside the library, brought to this program's version, that can be put in the library's place. Nothing of
 * the library is touched, and the backup stays as it is. Throws `files.bad-path`, `store.…` for what is no whole library.
 */
export function checkedCopy(backup: string, libraryFile: string): string {
  if (!isAbsolute(backup)) throw new AppError('files.bad-path', { path: backup, reason: 'it does not begin at the root' });
  if (resolve(backup) === resolve(libraryFile)) throw new AppError('library.in-place', { file: backup });
  const copy = `${libraryFile}.restoring`;
  removeCopy(copy);
  return withReadableErrors(backup, () => {
    checkFile(backup, { readOnly: true });
    copyFileSync(backup, copy);
    // A library that was copied by hand while it was open has its last changes here.
    if (existsSync(`${backup}-wal`)) copyFileSync(`${backup}-wal`, `${copy}-wal`);
    try {
      check(copy);
    } catch (error) {
      removeCopy(copy);
      throw asOf(backup, error);
    }
    for (const name of migrationBackups(copy)) rmSync(name);
    return copy;
  });
}

/** Puts a checked copy in the library's place; what is there goes to `kept` with all that belongs to it. The library must be closed. */
export function putInPlace(copy: string, libraryFile: string, kept: string): void {
  move(libraryFile, kept);
  try {
    renameSync(copy, libraryFile);
  } catch (error) {
    move(kept, libraryFile);
    throw error;
  }
}

function move(file: string, to: string): void {
  for (const end of PARTS) if (existsSync(file + end)) renameSync(file + end, to + end);
}

/** Removes a copy, and what its migration has left. */
export function removeCopy(copy: string): void {
  for (const end of PARTS) rmSync(copy + end, { force: true });
  for (const name of migrationBackups(copy)) rmSync(name);
}

/** What a migration of the copy has left beside it: the backup itself is there already. */
const migrationBackups = (copy: string): string[] => backupsOf(copy).map((name) => join(dirname(copy), name));

/** Brings it up to date and looks it through. A database without anything in it would become a new library: it is refused. */
function check(copy: string): void {
  try {
    openLibrary(copy, { readOnly: true }).close();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'store.needs-migration') throw error;
    if ((error.params as { found: number }).found === 0) throw new AppError('store.not-a-library', { file: copy, found: [] });
  }
  const library = openLibrary(copy);
  try {
    library.check();
  } finally {
    library.close();
  }
}

/** The same error, told of the file that the user named. */
function asOf(file: string, error: unknown): unknown {
  if (!(error instanceof AppError)) return error;
  const params = { ...(error.params as object), file } as ErrorParams<ErrorCode>;
  return new AppError(error.code, params, { cause: error.cause });
}
