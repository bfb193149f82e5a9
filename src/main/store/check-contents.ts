import type { Database } from 'better-sqlite3';
import { AppError } from '../../core/errors/app-error.ts';
import { backupsOf } from './sqlite-errors.ts';

/** Above this size a check on every start would be felt (about 3 ms a megabyte); `Library.check` still does it when asked. */
const CHECK_AT_OPEN_BYTES = 64 * 1024 * 1024;

/** Looks for damage in a file that is small enough to be looked through at every start. */
export function checkContents(db: Database, file: string): void {
  const pages = db.pragma('page_count', { simple: true }) as number;
  const pageBytes = db.pragma('page_size', { simple: true }) as number;
  if (pages * pageBytes <= CHECK_AT_OPEN_BYTES) findDamage(db, file);
}

/** SQLite's own quick check. Throws `store.damaged` with what it found. */
export function findDamage(db: Database, file: string): void {
  const findings = db.prepare<[], string>('PRAGMA quick_check(5)').pluck().all();
  if (findings.length === 1 && findings[0] === 'ok') return;
  throw new AppError('store.damaged', { file, findings, backups: backupsOf(file) });
}
