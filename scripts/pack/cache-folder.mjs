import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * The user's cache folder of this program: REDREG_CACHE, or the place the system keeps for caches. Nothing in it is precious.
 *
 * @param {Readonly<Record<string, string | undefined>>} [env]
 * @param {NodeJS.Platform} [system]
 */
export function cacheFolder(env = process.env, system = process.platform) {
  if (env['REDREG_CACHE']) return resolve(env['REDREG_CACHE']);
  const home = env['HOME'] || homedir();
  if (system === 'win32') return join(env['LOCALAPPDATA'] || join(home, 'AppData', 'Local'), 'redreg-studio', 'Cache');
  if (system === 'darwin') return join(home, 'Library', 'Caches', 'redreg-studio');
  return join(env['XDG_CACHE_HOME'] || join(home, '.cache'), 'redreg-studio');
}

/**
 * Where packs lie.
 *
 * @param {import('./types.d.mts').FindOptions} options
 */
export const packsFolder = (options) => join(options.cacheFolder ?? cacheFolder(options.env), 'tensorflow');
