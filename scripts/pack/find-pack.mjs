import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packsFolder } from './cache-folder.mjs';
import { hashFile, messageOf, sizeOf } from '../lib/files.mjs';
import { BINDING, MANIFEST, platformsOf, recipeOf, unsupported } from './recipe.mjs';
import { SetupError } from '../lib/setup-error.mjs';

/** @typedef {import('./types.d.mts').PackFile} PackFile */
/** @typedef {import('./types.d.mts').PackManifest} PackManifest */

/**
 * Whether the pack is there and whole.
 *
 * @type {typeof import('./find-pack.d.mts').inspectPack}
 */
export async function inspectPack(kind, options = {}) {
  const recipe = recipeOf(kind, options);
  if (recipe === undefined) return { state: 'unsupported', ...platformsOf(kind, options) };
  const folder = join(packsFolder(options), recipe.name);
  if ((await sizeOf(folder)) === undefined) return { state: 'absent', folder };
  const manifest = await readManifest(join(folder, MANIFEST), recipe.name);
  if (typeof manifest === 'string') return { state: 'damaged', folder, problems: [manifest] };
  const problems = [];
  for (const file of manifest.files) {
    const problem = await problemOf(folder, file, options.verify === 'full');
    if (problem) problems.push(problem);
  }
  if (problems.length > 0) return { state: 'damaged', folder, problems };
  return { state: 'ready', folder, pack: { kind, folder, binding: join(folder, BINDING), manifest } };
}

/**
 * The pack, or undefined where it was never made.
 *
 * @type {typeof import('./find-pack.d.mts').findPack}
 * @throws {SetupError} pack.unsupported-platform, pack.damaged
 */
export async function findPack(kind, options = {}) {
  const found = await inspectPack(kind, options);
  if (found.state === 'ready') return found.pack;
  if (found.state === 'absent') return undefined;
  if (found.state === 'unsupported') throw unsupported(kind, options);
  throw new SetupError('pack.damaged', { folder: found.folder, problems: found.problems });
}

/**
 * @param {string} path
 * @param {string} name the pack it must belong to
 * @returns {Promise<PackManifest | string>} the manifest, or what is wrong with it
 */
async function readManifest(path, name) {
  let manifest;
  try {
    manifest = /** @type {Partial<PackManifest> | null} */ (JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    return `${MANIFEST} cannot be read (${messageOf(error)})`;
  }
  if (manifest?.format !== 1 || !Array.isArray(manifest.files)) return `${MANIFEST} has another format`;
  if (manifest.name !== name) return `${MANIFEST} belongs to ${manifest.name}`;
  if (!manifest.files.some((/** @type {PackFile} */ file) => file.path === BINDING))
    return `${MANIFEST} does not list ${BINDING}`;
  return /** @type {PackManifest} */ (manifest);
}

/**
 * @param {string} folder
 * @param {PackFile} file
 * @param {boolean} isFull
 */
async function problemOf(folder, file, isFull) {
  const path = join(folder, file.path);
  const found = await sizeOf(path);
  if (found === undefined) return `${file.path} is missing`;
  if (found !== file.bytes) return `${file.path} has ${found} bytes instead of ${file.bytes}`;
  if (isFull && (await hashFile(path)) !== file.sha256) return `${file.path} has other contents (sha256)`;
  return undefined;
}
