import type { AppInfo } from '../../core/contract/app.ts';
import type { Handlers, Emit } from '../../core/contract/index.ts';
import type { RunId } from '../../core/contract/runs.ts';
import type { Library } from '../store/library.ts';
import type { DataBrowser } from './data/browser.ts';
import type { DataSets } from './data/sets.ts';
import type { SpawnTrainer } from './trainer-process.ts';
import type { LibraryPlace } from './where.ts';

/** What only a host has. */
export interface HostAbilities {
  readonly spawnTrainer: SpawnTrainer;
  /** The system's dialog; absent in a served host. Null: it was closed. */
  readonly choosePath?: (request: { kind: 'folder' | 'file' | 'save'; title: string; name?: string }) => Promise<string | null>;
}

/** What the handlers share. */
export interface StudioContext {
  readonly place: LibraryPlace;
  readonly host: AppInfo['host'];
  readonly version: string;
  readonly cacheFolder: string;
  readonly emit: Emit;
  readonly abilities: HostAbilities;
  /** To read: null while there is no library. Throws `store.…` for a file that is no library of ours. */
  reading(): Library | null;
  /** To write. Throws why it cannot be written: `store.locked` while another process does. */
  writing(): Library;
  /** Tells the pages that runs are not as they were; without ids, any of them. */
  changed(runs?: readonly string[]): void;
  /** Called when the library can be written from now on (at once if it can be already), and again after another one came in its place. */
  onWritable(listener: () => void): void;
  /** Closes the file, lets `work` put another in its place, and opens that; also where the file is none that can be opened. */
  replacing<T>(work: () => T): Promise<T>;
  readonly queue: { hasRunning(): boolean };
  /** The data sets that are known here. */
  readonly sets: DataSets;
  /** Looks at data sets on disk. */
  readonly browser: DataBrowser;
}

/** The part of the handlers that one subject answers. */
export type HandlersOf<Prefix extends string> = Pick<Handlers, Extract<keyof Handlers, `${Prefix}.${string}`>>;
export type { RunId };
