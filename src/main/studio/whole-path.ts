import { isAbsolute, normalize } from 'node:path';
import { AppError } from '../../core/errors/app-error.ts';

/** A path that a page named, in its plain form. Errors: `files.bad-path` for one that is not whole or holds a NUL. */
export function wholePath(path: string): string {
  if (path.includes('\0')) throw new AppError('files.bad-path', { path, reason: 'it holds a character that no path may hold' });
  if (!isAbsolute(path)) throw new AppError('files.bad-path', { path, reason: 'it does not begin at the root of the disk' });
  return normalize(path);
}
