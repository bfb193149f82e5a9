import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { checkFile } from '../store/check-file.ts';
import { openLibrary, type Library } from '../store/library.ts';
import { withReadableErrors } from '../store/sqlite-errors.ts';
import { lockLibrary, type LibraryLock } from './library-lock.ts';
import type { LibraryPlace } from './where.ts';

/** A library that this process alone writes. */
export interface OwnLibrary {
  readonly library: Library;
  readonly lock: LibraryLock;
  /** Closes the file and keeps the lock, for whoever puts another file in its place; then `reopen`. */
  closeFile(): void;
  reopen(): void;
  /** Closes the library and gives it free. */
  close(): void;
}

/** Takes and opens a library for writing. The folder of the user's own library is made; one that the user named must be there. */
export async function openOwnLibrary({ file, isDefault }: LibraryPlace): Promise<OwnLibrary> {
  if (isDefault) mkdirSync(dirname(file), { recursive: true });
  // What is wrong with the place itself is told before a lock file is put there.
  withReadableErrors(file, () => checkFile(file, { readOnly: false }));
  const lock = await lockLibrary(file);
  try {
    let library = openLibrary(file);
    return {
      get library() {
        return library;
      },
      lock,
      closeFile: () => library.close(),
      reopen: () => void (library = openLibrary(file)),
      close() {
        library.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}
