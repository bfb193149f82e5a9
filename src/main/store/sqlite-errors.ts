import Sqlite from 'better-sqlite3';
import { readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { AppError } from '../../core/errors/app-error.ts';

/** How long a statement waits for a lock that another program holds. */
export const BUSY_TIMEOUT_MS = 5000;

/** Codes that speak of the file, the disk or another program. All others (a constraint, a mistake in SQL) are faults of ours. */
const ENVIRONMENT = /^SQLITE_(CANTOPEN|IOERR|PERM|PROTOCOL|NOLFS|AUTH)/;

/** Whether SQLite found the contents of the file broken. */
export const isDamage = (thrown: unknown): boolean =>
  thrown instanceof Sqlite.SqliteError && (thrown.code.startsWith('SQLITE_CORRUPT') || thrown.code === 'SQLITE_NOTADB');

/** Backups that lie beside a library, newest version last. */
export function backupsOf(file: string): string[] {
  const stem = `${basename(file)}.`;
  const isBackup = (name: string): boolean => name.startsWith(stem) && name.endsWith('.bak');
  return readdirSync(dirname(file)).filter(isBackup).sort();
}

/** What SQLite or the file system says as an error the user can act on; anything else comes back as it is. */
export function readable(thrown: unknown, file: string): unknown {
  if (isSystemError(thrown)) {
    const { code, message } = thrown;
    if (code === 'ENOSPC') return new AppError('store.disk-full', { file }, { cause: thrown });
    return new AppError('store.failed', { file, code, detail: message }, { cause: thrown });
  }
  if (!(thrown instanceof Sqlite.SqliteError)) return thrown;
  const { code, message } = thrown;
  const options = { cause: thrown };
  if (isDamage(thrown)) return new AppError('store.damaged', { file, findings: [message], backups: backupsOf(file) }, options);
  if (code.startsWith('SQLITE_BUSY')) return new AppError('store.busy', { file, waitedMs: BUSY_TIMEOUT_MS }, options);
  if (code.startsWith('SQLITE_FULL')) return new AppError('store.disk-full', { file }, options);
  if (code === 'SQLITE_READONLY_DIRECTORY')
    return new AppError('store.folder-read-only', { file, folder: dirname(file) }, options);
  if (code.startsWith('SQLITE_READONLY')) return new AppError('store.read-only', { file, reason: message }, options);
  if (ENVIRONMENT.test(code)) return new AppError('store.failed', { file, code, detail: message }, options);
  return thrown;
}

const isSystemError = (thrown: unknown): thrown is NodeJS.ErrnoException & { readonly code: string } =>
  thrown instanceof Error && 'syscall' in thrown && 'code' in thrown && typeof thrown.code === 'string';

/** Runs `work` on a library and throws what it throws in a readable form. */
export function withReadableErrors<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    throw readable(thrown, file);
  }
}
