import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/core/errors/app-error.ts';
import { chooseEngine, type ChooseOptions } from '../../../../src/main/trainer/runtime/choose-engine.ts';
import { gpuDriver } from '../../../../scripts/pack/gpu-driver.mjs';
import type { PackKind } from '../../../../scripts/pack/types.d.mts';

const folder = mkdtempSync(join(tmpdir(), 'redreg-engine-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

/** A cache with these packs, by the names that the real table has. Nothing in them is loaded. */
function cacheWith(...kinds: PackKind[]): string {
  const cache = mkdtempSync(join(folder, 'cache-'));
  for (const kind of kinds) {
    const name = `linux-x64-${kind}-2.21.0-1`;
    const place = join(cache, 'tensorflow', name);
    write(join(place, 'tfjs_binding.node'), '1234');
    write(
      join(place, 'pack.json'),
      JSON.stringify({ format: 1, name, kind, files: [{ path: 'tfjs_binding.node', bytes: 4, sha256: '' }] }),
    );
  }
  return cache;
}

const options = (cacheFolder: string, more: ChooseOptions = {}): ChooseOptions => ({
  cacheFolder,
  platform: 'linux-x64',
  hasDriver: false,
  stockAddon: join(folder, 'none'),
  ...more,
});

describe('chooseEngine', () => {
  it.each([
    // preference, packs, driver: what serves, and whether it may use the card
    ['auto', ['cpu'], false, 'cpu', false],
    ['auto', ['cpu'], true, 'cpu', false],
    ['auto', ['cpu', 'gpu'], true, 'gpu', true],
    ['auto', ['cpu', 'gpu'], false, 'cpu', false],
    ['auto', ['gpu'], false, 'gpu', false],
    ['cpu', ['cpu', 'gpu'], true, 'cpu', false],
    ['cpu', ['gpu'], true, 'gpu', false],
    ['gpu', ['cpu', 'gpu'], false, 'gpu', true],
  ] as const)('%s with packs %j, driver %s: %s', async (preference, kinds, hasDriver, origin, mayUseGpu) => {
    expect(await chooseEngine(preference, options(cacheWith(...kinds), { hasDriver }))).toMatchObject({ origin, mayUseGpu });
  });

  it.each([
    ['auto', [], 'cpu'],
    ['cpu', [], 'cpu'],
    ['gpu', ['cpu'], 'gpu'],
  ] as const)('%s with packs %j: says which pack is missing', async (preference, kinds, kind) => {
    const failure = chooseEngine(preference, options(cacheWith(...kinds)));
    await expect(failure).rejects.toBeInstanceOf(AppError);
    await expect(failure).rejects.toMatchObject({ code: 'pack.missing', params: { kind } });
    await expect(failure).rejects.toThrow('redreg setup');
  });

  it('says what is wrong with a damaged pack, unless another one serves', async () => {
    const cache = cacheWith('cpu');
    write(join(cache, 'tensorflow', 'linux-x64-cpu-2.21.0-1', 'tfjs_binding.node'), '12');
    await expect(chooseEngine('cpu', options(cache))).rejects.toMatchObject({ code: 'pack.damaged' });
  });

  it('uses the addon of tfjs-node-gpu where there is no pack', async () => {
    const stockAddon = write(join(folder, 'stock.node'), '');
    const here = options(cacheWith(), { stockAddon, platform: 'win32-x64' });
    expect(await chooseEngine('auto', here)).toEqual({ binding: stockAddon, origin: 'stock', mayUseGpu: false });
    expect(await chooseEngine('gpu', here)).toEqual({ binding: stockAddon, origin: 'stock', mayUseGpu: true });
    await expect(chooseEngine('auto', options(cacheWith(), { platform: 'win32-x64' }))).rejects.toMatchObject({
      code: 'pack.unsupported-platform',
    });
  });
});

describe('gpuDriver', () => {
  it("reads the driver and the cards from the kernel's files", () => {
    const root = mkdtempSync(join(folder, 'root-'));
    expect(gpuDriver(root)).toBeUndefined();
    write(
      join(root, 'proc/driver/nvidia/version'),
      'NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.90.07  Fri May 31 09:35:42 UTC 2024\nGCC version: gcc version 12\n',
    );
    write(join(root, 'proc/driver/nvidia/gpus/0000:17:00.0/information'), 'Model: \t\t NVIDIA A100 80GB PCIe\nIRQ:   \t\t 181\n');
    expect(gpuDriver(root)).toEqual({ version: '550.90.07', cards: ['NVIDIA A100 80GB PCIe'] });
  });

  it('reads the words of the open kernel module too', () => {
    const root = mkdtempSync(join(folder, 'root-'));
    write(
      join(root, 'proc/driver/nvidia/version'),
      'NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  565.57.01  Release Build\n',
    );
    expect(gpuDriver(root)).toEqual({ version: '565.57.01', cards: [] });
  });
});
