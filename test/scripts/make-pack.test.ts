import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findPack, inspectPack, makePack, SetupError, type MakeOptions, type Progress } from '../../scripts/pack/index.mjs';
import { bench, realPython, root, shellProgram, temporaryFolder } from './support/fake-pack.ts';

type Options = MakeOptions & { readonly root: string };

/** The code and parameters with which making a pack fails. */
async function failureOf(
  options: Options,
): Promise<{ readonly code: string; readonly params: unknown; readonly message: string }> {
  try {
    await makePack('cpu', options);
  } catch (error) {
    if (error instanceof SetupError) return error;
    throw error;
  }
  throw new Error('The pack was made.');
}

describe.skipIf(realPython === undefined)('makePack (skipped without Python and pip)', () => {
  it('fetches, unpacks, compiles and lists every file with its hash', async () => {
    const on = bench();
    const events: Progress[] = [];
    const { pack, made } = await makePack('cpu', { ...on.options, report: (event) => void events.push(event) });
    expect(made).toBe(true);
    expect(pack.manifest.files.map((file) => file.path).sort()).toEqual([
      'include/c/api.h',
      'lib/engine.so',
      'tfjs_binding.node',
    ]);
    expect(pack.manifest).toMatchObject({ name: on.recipe.name, compiler: 'fake compiler 1.0', tensorflow: '9.9' });
    expect(readFileSync(pack.binding, 'utf8')).toBe('compiled\n');
    expect(events.map((event) => event.step).filter((step, i, all) => step !== all[i - 1])).toEqual([
      'download',
      'unpack',
      'compile',
      'check',
      'done',
    ]);
    expect((await inspectPack('cpu', { ...on.options, verify: 'full' })).state).toBe('ready');
    expect(on.leftovers()).toEqual([]);
  });

  it('does nothing where the pack is there, and makes it anew when asked to', async () => {
    const on = bench({ libraryBytes: 1000 });
    await makePack('cpu', on.options);
    expect((await makePack('cpu', on.options)).made).toBe(false);
    expect(on.downloads()).toBe(1);
    expect((await makePack('cpu', { ...on.options, again: true })).made).toBe(true);
    expect(on.downloads()).toBe(2);
    expect(on.leftovers()).toEqual([]);
  });

  it('refuses a wheel with another hash and keeps nothing of it', async () => {
    const on = bench({ libraryBytes: 1000 });
    const [wheel] = on.recipe.wheels;
    if (wheel === undefined) throw new Error('The bench has no wheel.');
    const sha256 = '0'.repeat(64);
    const table = { 'test-x64-cpu': { ...on.recipe, wheels: [{ ...wheel, sha256 }] } };
    const failure = await failureOf({ ...on.options, table });
    expect(failure.code).toBe('pack.hash-mismatch');
    expect(failure.params).toEqual({ what: 'fake-engine 9.9', expected: sha256, found: wheel.sha256 });
    expect(on.leftovers()).toEqual([on.recipe.name]); // the empty folder for downloads
    expect((await inspectPack('cpu', on.options)).state).toBe('absent');
  });

  it('does not trust a fetched wheel that was changed afterwards', async () => {
    const on = bench({ libraryBytes: 1000 });
    const [wheel] = on.recipe.wheels;
    const folder = join(on.options.cacheFolder ?? '', 'tensorflow', 'downloads', on.recipe.name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `fake-engine-9.9-${wheel?.sha256.slice(0, 12)}.whl`), 'not a wheel');
    await makePack('cpu', on.options);
    expect(on.downloads()).toBe(1);
  });

  it('checks the space before it downloads, and says what it needs and found', async () => {
    const on = bench();
    const failure = await failureOf({ ...on.options, freeBytes: () => Promise.resolve(30e6) });
    expect(failure.code).toBe('pack.disk-full');
    expect(failure.params).toMatchObject({ foundBytes: 30e6 });
    // wheel 24 MB, unpacked 24 MB, margin 200 MB
    expect((failure.params as { neededBytes: number }).neededBytes).toBeGreaterThan(240e6);
    expect(failure.message).toMatch(/needs 249 MB .* 30 MB is free/);
    expect(on.downloads()).toBe(0);
  });

  it('names a download that pip cannot find', async () => {
    const on = bench({ libraryBytes: 1000 });
    const failure = await failureOf({ ...on.options, pipArguments: ['--no-index'] });
    expect(failure).toMatchObject({ code: 'pack.download-failed', params: { what: 'fake-engine 9.9' } });
  });

  it('refuses a wheel without the members it expects, and fetches it again next time', async () => {
    const on = bench({ libraryBytes: 1000 });
    const [wheel] = on.recipe.wheels;
    if (wheel === undefined) throw new Error('The bench has no wheel.');
    const members = [{ from: /^fake\/(.*\.dll)$/, to: 'lib/$1' }];
    const failure = await failureOf({
      ...on.options,
      table: { 'test-x64-cpu': { ...on.recipe, wheels: [{ ...wheel, members }] } },
    });
    expect(failure.code).toBe('pack.bad-wheel');
    expect((await makePack('cpu', on.options)).made).toBe(true);
    expect(on.downloads()).toBe(2);
  });

  it('shows what the compiler said, and keeps the download for the next try', async () => {
    const on = bench({ libraryBytes: 1000 });
    const broken = shellProgram(join(on.folder, 'broken'), [
      '[ "$1" = --version ] && echo broken && exit 0',
      'echo "x.cc:1: error: no such thing"',
      'exit 1',
    ]);
    const failure = await failureOf({ ...on.options, env: { ...on.options.env, CXX: broken } });
    expect(failure).toMatchObject({
      code: 'pack.compile-failed',
      params: { compiler: broken, detail: 'x.cc:1: error: no such thing' },
    });
    await makePack('cpu', on.options);
    expect(on.downloads()).toBe(1);
  });

  it('takes the compiler from the Python registry where the system has none', async () => {
    const on = bench({ libraryBytes: 1000 });
    const { pack } = await makePack('cpu', { ...on.options, env: { ...on.options.env, PATH: '/nowhere', CXX: undefined } });
    expect(readFileSync(pack.binding, 'utf8')).toBe('compiled by zig\n');
    expect(pack.manifest.compiler).toBe('zig 9.9');
    expect(on.leftovers()).toEqual([]);
  });

  it('says so where there is no compiler and none can be fetched', async () => {
    const on = bench({ libraryBytes: 1000 });
    const table = { 'test-x64-cpu': { ...on.recipe, zig: { ...on.recipe.zig, package: 'unheard-of' } } };
    const failure = await failureOf({ ...on.options, table, env: { ...on.options.env, PATH: '/nowhere', CXX: undefined } });
    expect(failure).toMatchObject({ code: 'pack.no-compiler', params: { tried: ['g++', 'clang++', 'c++'] } });
  });

  it('does not put a pack in place that does not load', async () => {
    const on = bench({ libraryBytes: 1000 });
    const failure = await failureOf({ ...on.options, load: () => Promise.reject(new Error('GLIBC_2.99 not found')) });
    expect(failure).toMatchObject({ code: 'pack.load-failed', params: { detail: 'GLIBC_2.99 not found' } });
    expect((await inspectPack('cpu', on.options)).state).toBe('absent');
  });

  it('finds a damaged pack by its sizes, a changed one by its hashes, and makes either anew', async () => {
    const on = bench({ libraryBytes: 1000 });
    const { pack } = await makePack('cpu', on.options);
    truncateSync(join(pack.folder, 'lib/engine.so'), 10);
    await expect(findPack('cpu', on.options)).rejects.toMatchObject({
      code: 'pack.damaged',
      params: { problems: ['lib/engine.so has 10 bytes instead of 1000'] },
    });
    expect((await makePack('cpu', on.options)).made).toBe(true);

    writeFileSync(join(pack.folder, 'lib/engine.so'), Buffer.alloc(1000));
    expect((await inspectPack('cpu', on.options)).state).toBe('ready');
    expect(await inspectPack('cpu', { ...on.options, verify: 'full' })).toMatchObject({
      state: 'damaged',
      problems: ['lib/engine.so has other contents (sha256)'],
    });
  });

  it('needs the sources of the binding', async () => {
    const failure = await failureOf({ ...bench({ libraryBytes: 1000 }).options, root: temporaryFolder() });
    expect(failure.code).toBe('pack.no-binding-source');
  });

  it('says which folder cannot be written', async () => {
    const on = bench({ libraryBytes: 1000 });
    const file = join(on.folder, 'file');
    writeFileSync(file, '');
    const failure = await failureOf({ ...on.options, cacheFolder: join(file, 'cache') });
    expect(failure.code).toBe('pack.not-writable');
  });
});

describe('makePack without Python', () => {
  const recipeOnly = {
    name: 'test-x64-cpu-9.9-1',
    kind: 'cpu',
    platform: 'test-x64',
    tensorflow: '9.9',
    wheels: [],
    libraries: [],
    zig: {
      package: 'z',
      version: '1',
      sha256: '',
      bytes: 0,
      unpackedBytes: 0,
      pip: { python: '3.11', platform: 'any' },
      members: [],
    },
    zigTarget: 'any',
  } as const;
  const optionsWith = (env: Record<string, string>): Options => ({
    root,
    cacheFolder: temporaryFolder(),
    platform: 'test-x64',
    table: { 'test-x64-cpu': recipeOnly },
    env,
  });

  it('says that there is none, and what still works', async () => {
    const failure = await failureOf(optionsWith({ PATH: temporaryFolder() }));
    expect(failure).toMatchObject({ code: 'pack.no-python', params: { tried: ['python3', 'python'] } });
    expect(failure.message).toContain('browsing, comparing, importing');
  });

  it('says that a Python has no pip', async () => {
    const folder = temporaryFolder();
    const python = shellProgram(join(folder, 'python3'), [
      '[ "$1" = -c ] && echo "python 3.12.1" && exit 0',
      'echo "No module named pip"',
      'exit 1',
    ]);
    expect(await failureOf(optionsWith({ PYTHON: python }))).toMatchObject({ code: 'pack.no-pip', params: { python } });
  });

  it('passes over a Python without pip when another has it', async () => {
    if (realPython === undefined) return;
    const folder = temporaryFolder();
    shellProgram(join(folder, 'python3'), ['[ "$1" = -c ] && echo "python 3.12.1" && exit 0', 'exit 1']);
    symlinkSync(realPython, join(folder, 'python'));
    const failure = await failureOf({ ...optionsWith({ PATH: folder }), freeBytes: () => Promise.resolve(0) });
    expect(failure.code).toBe('pack.disk-full');
  });

  it('says that a pip is too old', async () => {
    const python = shellProgram(join(temporaryFolder(), 'python3'), [
      '[ "$1" = -c ] && echo "python 3.6.1" && exit 0',
      'echo "pip 18.1 from /usr/lib (python 3.6)"',
    ]);
    expect(await failureOf(optionsWith({ PYTHON: python }))).toMatchObject({
      code: 'pack.pip-too-old',
      params: { found: '18.1', needed: '20.3' },
    });
  });

  it('says for which platforms there is a pack', async () => {
    const failure = await failureOf({ ...optionsWith({}), platform: 'win32-x64' });
    expect(failure).toMatchObject({
      code: 'pack.unsupported-platform',
      params: { platform: 'win32-x64', supported: ['test-x64'] },
    });
  });

  it('leaves no lock behind when it fails', async () => {
    const options = optionsWith({ PATH: temporaryFolder() });
    await failureOf(options);
    expect(readdirSync(join(options.cacheFolder ?? '', 'tensorflow'))).toEqual([]);
    expect(existsSync(join(options.cacheFolder ?? '', 'tensorflow', recipeOnly.name))).toBe(false);
  });
});
