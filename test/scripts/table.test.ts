import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/core/errors/app-error.ts';
import { cacheFolder, inspectPack, loadBinding, packTable, platformName, SetupError } from '../../scripts/pack/index.mjs';

describe('the table of packs', () => {
  it.each(Object.entries(packTable))('%s names itself, and every wheel is pinned', (key, recipe) => {
    expect(`${recipe.platform}-${recipe.kind}`).toBe(key);
    expect(recipe.name).toBe(`${key}-${recipe.tensorflow}-1`);
    for (const wheel of [...recipe.wheels, recipe.zig]) {
      expect(wheel.sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(wheel.version).toMatch(/^\d+(\.\d+)+$/);
      expect(wheel.unpackedBytes).toBeGreaterThan(0.5e6);
    }
  });

  it('has the pack that this program is tested with', () => {
    expect(Object.keys(packTable).sort()).toEqual(['darwin-arm64-cpu', 'linux-arm64-cpu', 'linux-x64-cpu', 'linux-x64-gpu']);
  });
});

describe('cacheFolder', () => {
  it('is the one that was named, else the place the system keeps for caches', () => {
    expect(cacheFolder({ REDREG_CACHE: '/big', HOME: '/home/a' }, 'linux')).toBe('/big');
    expect(cacheFolder({ HOME: '/home/a' }, 'linux')).toBe('/home/a/.cache/redreg-studio');
    expect(cacheFolder({ HOME: '/home/a', XDG_CACHE_HOME: '/c' }, 'linux')).toBe('/c/redreg-studio');
    expect(cacheFolder({ HOME: '/Users/a' }, 'darwin')).toBe('/Users/a/Library/Caches/redreg-studio');
  });
});

describe('SetupError', () => {
  it('has the code, parameters and text of the AppError', () => {
    const params = { kind: 'gpu', folder: '/cache/pack' } as const;
    expect(new SetupError('pack.missing', params).toData()).toEqual(new AppError('pack.missing', params).toData());
  });
});

const found = await inspectPack('cpu', { verify: 'full' });
if (found.state !== 'ready' && process.env['CI'] === 'true')
  throw new Error(`The TensorFlow pack is ${found.state}; on CI that is a failure. Run "redreg setup".`);

describe.skipIf(found.state !== 'ready')(
  `the real pack of ${platformName()} (skipped where it is missing: run "redreg setup")`,
  () => {
    it('is whole by every hash, and loads', async () => {
      if (found.state !== 'ready') throw new Error('unreachable');
      expect(await loadBinding(found.pack.binding)).toBe(found.pack.manifest.tensorflow);
    });
  },
);
