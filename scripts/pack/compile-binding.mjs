import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from '../lib/files.mjs';
import { gist, run } from '../lib/run.mjs';
import { SetupError } from '../lib/setup-error.mjs';
import { BINDING } from './recipe.mjs';

/** A compiler as a command: `zig c++ -target …` has several words. @typedef {readonly string[]} Command */
/** @typedef {import('./types.d.mts').PackRecipe} PackRecipe */
/** @typedef {{ env: Readonly<Record<string, string | undefined>>, signal?: AbortSignal | undefined }} RunOptions */

/**
 * The C++ compilers to try, in order: CXX alone if it is set, else those of the system.
 *
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {Command[]}
 */
export const compilerCandidates = (env) => (env['CXX'] ? [env['CXX'].trim().split(/\s+/)] : [['g++'], ['clang++'], ['c++']]);

/**
 * The first line of what a compiler says of itself; undefined where there is no such compiler.
 *
 * @param {Command} compiler
 * @param {RunOptions} options
 */
export async function compilerVersion(compiler, options) {
  const [program = '', ...argv] = compiler;
  try {
    const { code, output } = await run(program, [...argv, '--version'], options);
    return code === 0 ? output.split('\n')[0]?.trim() : undefined;
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'EACCES') return undefined;
    throw error;
  }
}

/**
 * Folders of the binding's sources below the project's root.
 *
 * @param {string} root
 * @throws {SetupError} pack.no-binding-source
 */
export function bindingSources(root) {
  const binding = join(root, 'node_modules', '@tensorflow', 'tfjs-node-gpu', 'binding');
  const nodeHeaders = join(root, 'node_modules', 'node-api-headers', 'include');
  const missing = [binding, nodeHeaders].filter((folder) => !existsSync(folder));
  if (missing.length > 0) throw new SetupError('pack.no-binding-source', { root, missing });
  return { binding, nodeHeaders, manifest: join(binding, '..', 'package.json') };
}

/**
 * Compiles the two files of tfjs-node-gpu's binding against the pack's headers and libraries. The addon finds the libraries beside
 * itself, wherever the pack lies.
 *
 * @param {Command} compiler
 * @param {PackRecipe} recipe
 * @param {string} folder the pack
 * @param {string} root
 * @param {RunOptions} options
 * @throws {SetupError} pack.compile-failed
 */
export async function compileBinding(compiler, recipe, folder, root, options) {
  const { binding, nodeHeaders } = bindingSources(root);
  const isMac = recipe.platform.startsWith('darwin');
  const [program = '', ...argv] = compiler;
  argv.push('-O2', '-fPIC', '-shared', '-std=c++17', '-DNAPI_VERSION=8', '-w', '-I', nodeHeaders, '-I', 'include', '-I', binding);
  argv.push(join(binding, 'tfjs_backend.cc'), join(binding, 'tfjs_binding.cc'), '-o', BINDING, ...recipe.libraries);
  // Node's own functions are there only when Node loads the addon; Apple's linker wants to be told.
  argv.push(...(isMac ? ['-undefined', 'dynamic_lookup', '-Wl,-rpath,@loader_path/lib'] : ['-Wl,-rpath,$ORIGIN/lib']));
  const { code, output } = await run(program, argv, { cwd: folder, ...options });
  if (code !== 0 || !existsSync(join(folder, BINDING)))
    throw new SetupError('pack.compile-failed', { compiler: compiler.join(' '), detail: gist(output) });
}
