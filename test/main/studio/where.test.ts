import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { cacheFolder, checkpointsFolder, dataFolder, libraryPlace } from '../../../src/main/studio/where.ts';

const home = resolve('/home/ada');

test.each([
  ['linux', {}, join(home, '.cache', 'redreg-studio'), join(home, '.local', 'share', 'redreg-studio')],
  ['linux', { XDG_CACHE_HOME: '/c', XDG_DATA_HOME: '/d' }, join('/c', 'redreg-studio'), join('/d', 'redreg-studio')],
  ['darwin', {}, join(home, 'Library', 'Caches', 'redreg-studio'), join(home, 'Library', 'Application Support', 'redreg-studio')],
  ['win32', {}, join(home, 'AppData', 'Local', 'redreg-studio', 'Cache'), join(home, 'AppData', 'Roaming', 'redreg-studio')],
  ['win32', { LOCALAPPDATA: '/l', APPDATA: '/r' }, join('/l', 'redreg-studio', 'Cache'), join('/r', 'redreg-studio')],
] as const)('cache and data lie where %s keeps them, with %o', (platform, changes, cache, data) => {
  const env = { HOME: home, ...changes };
  expect(cacheFolder({ env, platform })).toBe(cache);
  expect(dataFolder({ env, platform })).toBe(data);
  expect(libraryPlace(undefined, { env, platform })).toEqual({ file: join(data, 'library.sqlite'), isDefault: true });
});

test('REDREG_CACHE names the cache, wherever the program runs', () => {
  const env = { HOME: home, REDREG_CACHE: 'mine', XDG_CACHE_HOME: '/c' };
  for (const platform of ['linux', 'darwin', 'win32'] as const) expect(cacheFolder({ env, platform })).toBe(resolve('mine'));
});

test('the unbuilt scripts look in the same cache', async () => {
  const script = join(import.meta.dirname, '../../../scripts/pack/cache-folder.mjs');
  const { cacheFolder: cacheFolderOfScripts } = (await import(script)) as { cacheFolder(env: object, system: string): string };
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    for (const env of [
      { HOME: home },
      { HOME: home, REDREG_CACHE: 'x' },
      { HOME: home, XDG_CACHE_HOME: '/c', LOCALAPPDATA: '/l' },
    ]) {
      expect(cacheFolder({ env, platform })).toBe(cacheFolderOfScripts(env, platform));
    }
  }
});

test('a library that is named lies where it is named, and its checkpoints beside it', () => {
  expect(libraryPlace('runs/mine.sqlite')).toEqual({ file: resolve('runs/mine.sqlite'), isDefault: false });
  expect(checkpointsFolder('runs/mine.sqlite', 'abc')).toBe(resolve('runs/checkpoints/abc'));
});
