import { existsSync, statSync } from 'node:fs';
import { openLibrary, type Library } from '../store/library.ts';

/** A library that another process may be writing, as it is now. */
export interface LibraryView {
  readonly file: string;
  /** The open library, or null while there is none. Throws `store.…` for a file that is no library of ours. */
  current(): Library | null;
  close(): void;
}

export interface ViewOptions {
  readonly file: string;
  /** Told after another process has written. */
  readonly onChange: () => void;
  /** How often the file is looked at. */
  readonly everyMs?: number;
}

/**
 * Looks at a library without taking its lock, so that a training run can write it meanwhile. A change is noticed by the times of
 * the file and its write-ahead log, which costs two stat calls and works where file watching does not (network disks).
 */
export function viewLibrary({ file, onChange, everyMs = 500 }: ViewOptions): LibraryView {
  let library: Library | null = null;
  let opened = '';
  let seen = traceOf(file);

  const forget = (): void => {
    library?.close();
    library = null;
  };
  const timer = setInterval(() => {
    const found = traceOf(file);
    if (found === seen) return;
    seen = found;
    onChange();
  }, everyMs);
  timer.unref();

  return {
    file,
    current() {
      const identity = identityOf(file);
      // A library that was moved away, or replaced by another one, is another file under the same name.
      if (identity !== opened) forget();
      if (!existsSync(file)) return null;
      library ??= openLibrary(file, { readOnly: true });
      opened = identity;
      return library;
    },
    close() {
      clearInterval(timer);
      forget();
    },
  };
}

function identityOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat === undefined ? '' : `${stat.dev}:${stat.ino}`;
}

/** Differs after every transaction. */
function traceOf(file: string): string {
  return [file, `${file}-wal`]
    .map((path) => statSync(path, { throwIfNoEntry: false, bigint: true }))
    .map((stat) => (stat === undefined ? '-' : `${stat.ino}:${stat.size}:${stat.mtimeNs}`))
    .join(' ');
}
