import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** Where things live: the answers for one user and system, which tests may make up. */
export interface Surroundings {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly platform?: NodeJS.Platform;
  readonly home?: string;
}

export interface LibraryPlace {
  readonly file: string;
  /** Whether this is the user's own library, whose folder may be made; a folder that the user named must be there. */
  readonly isDefault: boolean;
}

const PROGRAM = 'redreg-studio';

/** Preprocessed data and the TensorFlow pack: REDREG_CACHE, or the user's cache folder. Nothing in it is precious. (scripts/pack/cache-folder.mjs, for unbuilt scripts, agrees.) */
export function cacheFolder({ env = process.env, platform = process.platform, home = homeOf(env) }: Surroundings = {}): string {
  if (env['REDREG_CACHE']) return resolve(env['REDREG_CACHE']);
  if (platform === 'win32') return join(env['LOCALAPPDATA'] || join(home, 'AppData', 'Local'), PROGRAM, 'Cache');
  if (platform === 'darwin') return join(home, 'Library', 'Caches', PROGRAM);
  return join(env['XDG_CACHE_HOME'] || join(home, '.cache'), PROGRAM);
}

/** What the user made and would miss: the library and its checkpoints. */
export function dataFolder({ env = process.env, platform = process.platform, home = homeOf(env) }: Surroundings = {}): string {
  if (platform === 'win32') return join(env['APPDATA'] || join(home, 'AppData', 'Roaming'), PROGRAM);
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', PROGRAM);
  return join(env['XDG_DATA_HOME'] || join(home, '.local', 'share'), PROGRAM);
}

/** The library: the file that `--library` names, or the user's own. */
export function libraryPlace(option: string | undefined, surroundings: Surroundings = {}): LibraryPlace {
  if (option !== undefined) return { file: resolve(option), isDefault: false };
  return { file: join(dataFolder(surroundings), 'library.sqlite'), isDefault: true };
}

/** Where a run's checkpoints lie: beside the library, so that both can be moved together. */
export const checkpointsFolder = (libraryFile: string, run: string): string =>
  join(dirname(resolve(libraryFile)), 'checkpoints', run);

const homeOf = (env: Readonly<Record<string, string | undefined>>): string => env['HOME'] || homedir();
