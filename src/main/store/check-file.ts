import { accessSync, closeSync, constants, openSync, readSync, statSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';
import { AppError } from '../../core/errors/app-error.ts';

const MAGIC = 'SQLite format 3\0';

/**
 * What can be told about a library's file before SQLite touches it. Returns whether the file is there with something in it.
 * A file or folder whose permissions let nobody write counts as read-only even for the system's administrator, who could write it all the same.
 */
export function checkFile(file: string, { readOnly }: { readonly readOnly: boolean }): boolean {
  const stats = statOf(file);
  if (stats === undefined && readOnly) throw new AppError('store.missing', { file });
  if (stats !== undefined) checkKind(file, stats);
  if (readOnly) return true;

  const folder = dirname(file);
  if (statOf(folder)?.isDirectory() !== true) throw new AppError('store.folder-missing', { file, folder });
  if (stats !== undefined && !mayWrite(file))
    throw new AppError('store.read-only', { file, reason: 'its permissions forbid writing' });
  if (!mayWrite(folder)) throw new AppError('store.folder-read-only', { file, folder });
  return stats !== undefined && stats.size > 0;
}

/** Whether this process may write a file or folder. */
export function mayWrite(path: string): boolean {
  if ((statSync(path).mode & 0o222) === 0) return false;
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return false;
    throw error;
  }
}

const statOf = (path: string): Stats | undefined => statSync(path, { throwIfNoEntry: false });

function checkKind(file: string, stats: Stats): void {
  if (!stats.isFile()) throw new AppError('store.not-a-file', { file, found: stats.isDirectory() ? 'folder' : 'special file' });
  if (stats.size === 0) return;
  const bytes = Buffer.alloc(MAGIC.length);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, bytes, 0, bytes.length, 0);
  } finally {
    closeSync(descriptor);
  }
  const found = bytes.subarray(0, stats.size).toString('latin1');
  if (found !== MAGIC) throw new AppError('store.not-a-database', { file, found: JSON.stringify(found) });
}
