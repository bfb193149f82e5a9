import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, resolve } from 'node:path';
import { AppError } from '../../../core/errors/app-error.ts';
import { openLibrary } from '../../store/library.ts';

/**
 * A file that a copy of the library may be written to: new, empty, or an older copy. Anything else that exists is left alone, since a
 * page may name any file of the user's. Throws `files.…`, `library.in-place`, `library.not-replaced`.
 */
export function checkTarget(target: string, libraryFile: string): void {
  if (!isAbsolute(target)) throw new AppError('files.bad-path', { path: target, reason: 'it does not begin at the root' });
  const folder = dirname(target);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) throw new AppError('files.no-folder', { folder });
  if (!existsSync(target)) return;
  const isLibrary = existsSync(libraryFile) && realpathSync(target) === realpathSync(libraryFile);
  if (isLibrary || resolve(target) === resolve(libraryFile)) throw new AppError('library.in-place', { file: target });
  if (statSync(target).isFile() && statSync(target).size === 0) return;
  try {
    openLibrary(target, { readOnly: true }).close();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'store.needs-migration' && (error.params as { found: number }).found > 0) return;
    throw new AppError('library.not-replaced', { file: target, reason: error.code }, { cause: error });
  }
}
