import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMissing } from './files.mjs';
import { gist, run } from './run.mjs';
import { SetupError } from './setup-error.mjs';

/** What the build reads. scripts/pack and scripts/lib: the trainer takes a part of them in. */
const SOURCES = [
  'src',
  'scripts/pack',
  'scripts/lib',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
];

/** What the build was made of, written when it is complete. */
const STAMP = join('out', '.build.json');

/** Parts of which none may lack. */
const PRODUCTS = ['out/main/index.js', 'out/main/trainer.js', 'out/main/cli.js', 'out/main/served.js', 'out/renderer/index.html'];

/**
 * sha256 over names and contents of all sources: a checkout that only changes times builds nothing anew.
 *
 * @param {string} root
 */
export function hashSources(root) {
  const hash = createHash('sha256');
  for (const source of SOURCES)
    for (const path of filesBelow(root, source)) hash.update(`${path}\0`).update(readFileSync(join(root, path)));
  return hash.digest('hex');
}

/**
 * Files below a source, relative to the root, sorted.
 *
 * @param {string} root
 * @param {string} source
 * @returns {string[]}
 */
function filesBelow(root, source) {
  try {
    const entries = readdirSync(join(root, source), { withFileTypes: true });
    return entries
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => (entry.isDirectory() ? filesBelow(root, `${source}/${entry.name}`) : [`${source}/${entry.name}`]));
  } catch (error) {
    if (isMissing(error)) return existsSync(join(root, source)) ? [source] : []; // ENOTDIR: a file
    throw error;
  }
}

/**
 * Whether `out` holds the build of these very sources.
 *
 * @param {string} root
 */
export function isBuilt(root) {
  if (PRODUCTS.some((product) => !existsSync(join(root, product)))) return false;
  try {
    return JSON.parse(readFileSync(join(root, STAMP), 'utf8')).sources === hashSources(root);
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError) return false;
    throw error;
  }
}

/**
 * Builds the program.
 *
 * @param {string} root
 * @param {string} node
 * @param {AbortSignal} [signal]
 * @throws {SetupError} setup.build-failed
 */
export async function build(root, node, signal) {
  const sources = hashSources(root);
  rmSync(join(root, STAMP), { force: true });
  const tool = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const { code, output } = await run(node, [tool, 'build'], { cwd: root, signal, env: { ...process.env, NO_COLOR: '1' } });
  if (code !== 0) throw new SetupError('setup.build-failed', { root, detail: gist(output, 8) });
  mkdirSync(join(root, 'out'), { recursive: true });
  writeFileSync(join(root, STAMP), `${JSON.stringify({ sources })}\n`);
}
