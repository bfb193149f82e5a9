import { existsSync } from 'node:fs';
import { AppError } from '../../core/errors/app-error.ts';
import { openOwnLibrary } from './open-library.ts';
import type { LibraryPlace } from './where.ts';

/** A library that cannot be written, or that somebody else is writing, can still be looked at. */
const MAY_STILL_BE_READ = ['store.locked', 'store.read-only', 'store.folder-read-only'];

/**
 * Brings a library up to date before it is looked at: migrations (with a backup), and runs whose process is gone become
 * `interrupted`. Leaves one alone that is missing, cannot be written, or has a writer. Throws `store.…` for what is no library.
 */
export async function bringUpToDate(place: LibraryPlace): Promise<void> {
  if (!existsSync(place.file)) return;
  try {
    const own = await openOwnLibrary(place);
    own.close();
  } catch (error) {
    if (!(error instanceof AppError) || !MAY_STILL_BE_READ.includes(error.code)) throw error;
  }
}
