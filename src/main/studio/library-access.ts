import { existsSync } from 'node:fs';
import { AppError, errorData } from '../../core/errors/app-error.ts';
import type { Library } from '../store/library.ts';
import { lockLibrary, type CommandPlace } from './library-lock.ts';
import { viewLibrary, type LibraryView } from './library-view.ts';
import { openOwnLibrary, type OwnLibrary } from './open-library.ts';
import type { LibraryPlace } from './where.ts';

/** The library as an open studio has it: its one writer where it can be, a looker-on while another process writes. */
export interface LibraryAccess {
  /** Null where there is none that can be read. Throws `store.…` for a file that is no library of ours. */
  reading(): Library | null;
  /** Throws why it cannot be written. */
  writing(): Library;
  /** Why it cannot be written; null where it can. */
  readonly refusal: { readonly code: string; readonly message: string } | null;
  onWritable(listener: () => void): void;
  /**
   * Closes the file, lets `work` put another in its place, and opens that, whatever becomes of the work. Also where the file could not be
   * opened, be it damaged or none of ours; throws `store.locked` while another process has it.
   */
  replacing<T>(work: () => T): Promise<T>;
  /** Says beside the library where this process takes commands. */
  announce(at: CommandPlace): void;
  close(): void;
}

export interface AccessOptions {
  readonly place: LibraryPlace;
  /** Told after another process has written, while this one only looks on. */
  readonly onChange: () => void;
  /** Told when it can be written from now on, or no longer. */
  readonly onAccess: () => void;
  readonly lookEveryMs?: number;
  /** How often a library that could not be had is tried for again. */
  readonly retryMs?: number;
}

/** Opens a library for a studio: it is made where there is none. Never throws: what is wrong is the refusal, and is tried again. */
export async function accessLibrary({
  place,
  onChange,
  onAccess,
  lookEveryMs,
  retryMs = 2000,
}: AccessOptions): Promise<LibraryAccess> {
  let own: OwnLibrary | null = null;
  let refused: unknown = null;
  let commands: CommandPlace | null = null;
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;
  const listeners: (() => void)[] = [];
  let view: LibraryView | null = null;

  async function take(): Promise<boolean> {
    try {
      own = await openOwnLibrary(place);
      refused = null;
      if (commands !== null) own.lock.announce(commands);
      return true;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      refused = error;
      return false;
    }
  }
  function look(): LibraryView {
    view ??= viewLibrary({ file: place.file, onChange, ...(lookEveryMs === undefined ? {} : { everyMs: lookEveryMs }) });
    return view;
  }
  function retryLater(): void {
    timer = setTimeout(() => void retry(), retryMs);
    timer.unref();
  }
  async function retry(): Promise<void> {
    clearTimeout(timer);
    if (isClosed || own !== null) return;
    if (await take()) {
      if (isClosed) return (own as OwnLibrary | null)?.close();
      view?.close();
      view = null;
      for (const listener of listeners) listener();
      onAccess();
      onChange();
    } else retryLater();
  }

  /** A page may still ask while the program ends. */
  function checkOpen(): void {
    if (isClosed) throw new AppError('host.gone', {});
  }

  if (!(await take())) {
    look();
    retryLater();
  }
  return {
    reading() {
      checkOpen();
      if (own !== null) return own.library;
      return existsSync(place.file) ? look().current() : null;
    },
    writing() {
      checkOpen();
      if (own !== null) return own.library;
      throw refused;
    },
    get refusal() {
      if (own !== null) return null;
      const { code, message } = errorData(refused);
      return { code, message };
    },
    onWritable(listener) {
      listeners.push(listener);
      if (own !== null) listener();
    },
    async replacing(work) {
      if (own === null) {
        const lock = await lockLibrary(place.file);
        try {
          view?.close();
          view = null;
          return work();
        } finally {
          lock.release();
          await retry();
        }
      }
      try {
        own.closeFile();
        return work();
      } finally {
        own.reopen();
        for (const listener of listeners) listener();
        onChange();
      }
    },
    announce(at) {
      commands = at;
      own?.lock.announce(at);
    },
    close() {
      isClosed = true;
      view?.close();
      own?.close();
    },
  };
}
