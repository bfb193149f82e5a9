import { chmod, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../lib/files.mjs';
import { SetupError } from '../lib/setup-error.mjs';
import { compileBinding, compilerCandidates, compilerVersion } from './compile-binding.mjs';
import { downloadWheel } from './download.mjs';
import { freeBytesOf, requireSpace } from './free-space.mjs';
import { unpackWheel } from './unpack-wheel.mjs';

/**
 * What the steps of making a pack share.
 *
 * @typedef {{
 *   recipe: import('./types.d.mts').PackRecipe, downloads: string, draft: string, python: string,
 *   env: Readonly<Record<string, string | undefined>>, pipArguments: readonly string[],
 *   options: import('./types.d.mts').MakeOptions & { root: string },
 * }} Context
 */

/**
 * Compiles the binding with the first compiler that can: the system's, or else the one in the Python registry's package `ziglang`
 * (a whole C++ compiler, fetched for this and thrown away again).
 *
 * @param {Context} context
 * @returns {Promise<string>} what the compiler calls itself
 * @throws {SetupError} pack.compile-failed, pack.no-compiler
 */
export async function compileAnyhow(context) {
  const { recipe, draft, env, options } = context;
  const candidates = compilerCandidates(env);
  /** @type {SetupError<any> | undefined} */
  let problem;
  for (const compiler of candidates) {
    const version = await compilerVersion(compiler, { env, signal: options.signal });
    if (version === undefined) continue;
    options.report?.({ step: 'compile', compiler: version });
    try {
      await compileBinding(compiler, recipe, draft, options.root, { env, signal: options.signal });
      return version;
    } catch (error) {
      if (!(error instanceof SetupError) || error.code !== 'pack.compile-failed') throw error;
      problem ??= error; // such as a g++ without its headers; the next one may do
    }
  }
  if (env['CXX'] && problem) throw problem;
  try {
    return await compileWithZig(context);
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!(error instanceof SetupError) || error.code === 'pack.disk-full') throw error;
    const detail = problem === undefined ? error.message : `${error.message} (${messageOf(problem)})`;
    throw new SetupError('pack.no-compiler', { tried: candidates.map((words) => words.join(' ')), detail }, { cause: error });
  }
}

/**
 * @param {Context} context
 * @throws {SetupError}
 */
async function compileWithZig({ recipe, downloads, draft, python, env, pipArguments, options }) {
  const { zig } = recipe;
  const folder = join(downloads, 'ziglang');
  await requireSpace(draft, zig.bytes + zig.unpackedBytes, options.freeBytes ?? freeBytesOf);
  const onBytes = (/** @type {number} */ bytes) =>
    options.report?.({ step: 'download', what: zig.package, doneBytes: Math.min(bytes, zig.bytes), totalBytes: zig.bytes });
  onBytes(0);
  const wheel = await downloadWheel(zig, { folder: downloads, python, env, pipArguments, signal: options.signal, onBytes });
  const onUnpacked = (/** @type {number} */ doneBytes, /** @type {number} */ totalBytes) =>
    options.report?.({ step: 'unpack', what: zig.package, doneBytes, totalBytes });
  try {
    await unpackWheel(wheel, zig.members, folder, { onBytes: onUnpacked, signal: options.signal });
    await chmod(join(folder, 'zig'), 0o755);
    options.report?.({ step: 'compile', compiler: `zig ${zig.version}` });
    const own = { ...env, ZIG_GLOBAL_CACHE_DIR: join(folder, 'cache'), ZIG_LOCAL_CACHE_DIR: join(folder, 'cache') };
    const command = [join(folder, 'zig'), 'c++', '-target', recipe.zigTarget];
    await compileBinding(command, recipe, draft, options.root, { env: own, signal: options.signal });
    return `zig ${zig.version}`;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
