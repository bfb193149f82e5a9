import { readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, hashFile, messageOf } from '../lib/files.mjs';
import { withLock } from '../lib/lock.mjs';
import { isOwnerGone, ownerTag } from '../lib/process-identity.mjs';
import { SetupError } from '../lib/setup-error.mjs';
import { packsFolder } from './cache-folder.mjs';
import { bindingSources } from './compile-binding.mjs';
import { compileAnyhow } from './compile-anyhow.mjs';
import { downloadWheel, hasWheel } from './download.mjs';
import { inspectPack } from './find-pack.mjs';
import { freeBytesOf, requireFolder, requireSpace } from './free-space.mjs';
import { loadBinding } from './load-binding.mjs';
import { findPip } from './pip.mjs';
import { glibcVersion } from './platform.mjs';
import { BINDING, MANIFEST, recipeOf, unsupported } from './recipe.mjs';
import { unpackWheel } from './unpack-wheel.mjs';
import { ZipError } from './zip.mjs';

/** @typedef {import('./types.d.mts').Pack} Pack */
/** @typedef {import('./types.d.mts').PackFile} PackFile */
/** @typedef {import('./types.d.mts').PackRecipe} PackRecipe */
/** @typedef {import('./types.d.mts').MakeOptions & { root: string }} MakeOptions */

/** Room beyond what is counted: the compiler's files, the file system's own, other programs. Bytes. */
const MARGIN = 200e6;

/** Name of a folder in which a pack is made, before the owner's tag. */
const DRAFT = '.making-';
const OLD = '.old-';

/**
 * Makes the TensorFlow pack unless it is there: fetch, unpack, compile, try, move into place. One process does it at a time, the
 * others wait and find it done. What is found in place is always whole; killed at any moment, the next call goes on.
 *
 * @param {import('./types.d.mts').PackKind} kind
 * @param {MakeOptions} options
 * @returns {Promise<{ pack: Pack, made: boolean }>}
 * @throws {SetupError} any `pack.` code but pack.missing and pack.no-gpu
 */
export async function makePack(kind, options) {
  const recipe = recipeOf(kind, options);
  if (recipe === undefined) throw unsupported(kind, options);
  const found = await inspectPack(kind, options);
  if (found.state === 'ready' && !options.again) return done(found.pack, false, options);

  const packs = packsFolder(options);
  await requireFolder(packs);
  let hasWaited = false;
  const onWait = (/** @type {number} */ pid) => {
    hasWaited = true;
    options.report?.({ step: 'wait', pid });
  };
  return withLock(join(packs, `.${recipe.name}.lock`), { signal: options.signal, onWait }, async () => {
    const now = await inspectPack(kind, options);
    if (now.state === 'ready' && (!options.again || hasWaited)) return done(now.pack, false, options);
    await removeLeftovers(packs);
    await make(recipe, packs, options);
    const made = await inspectPack(kind, options);
    if (made.state !== 'ready') throw new Error(`The pack ${recipe.name} was made and is ${made.state}.`);
    return done(made.pack, true, options);
  });
}

/**
 * @param {Pack} pack
 * @param {boolean} made
 * @param {MakeOptions} options
 */
function done(pack, made, options) {
  options.report?.({ step: 'done', folder: pack.folder, made });
  return { pack, made };
}

/**
 * @param {PackRecipe} recipe
 * @param {string} packs
 * @param {MakeOptions} options
 */
async function make(recipe, packs, options) {
  const env = options.env ?? process.env;
  const { manifest } = bindingSources(options.root);
  const pip = await findPip({ env, signal: options.signal });
  const downloads = join(packs, 'downloads', recipe.name);
  const draft = join(packs, `${DRAFT}${recipe.name}-${ownerTag()}`);
  const context = { recipe, downloads, draft, env, python: pip.python, pipArguments: options.pipArguments ?? [], options };

  await requireSpace(packs, await bytesNeeded(recipe, downloads), options.freeBytes ?? freeBytesOf);
  try {
    const wheels = await fetchAll(context);
    const files = await unpackAll(wheels, context);
    const compiler = await compileAnyhow(context);
    await tryToLoad(draft, options);
    files.push(await describeFile(draft, BINDING));
    const record = { recipe, compiler, files, binding: JSON.parse(await readFile(manifest, 'utf8')).version };
    await writeFile(join(draft, MANIFEST), `${JSON.stringify(manifestOf(record), null, 1)}\n`);
    await moveIntoPlace(draft, join(packs, recipe.name), packs);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  await rm(downloads, { recursive: true, force: true });
}

/**
 * What the file system must take: wheels that are not there yet, and everything unpacked.
 *
 * @param {PackRecipe} recipe
 * @param {string} downloads
 */
async function bytesNeeded(recipe, downloads) {
  let bytes = MARGIN;
  for (const wheel of recipe.wheels) bytes += wheel.unpackedBytes + ((await hasWheel(wheel, downloads)) ? 0 : wheel.bytes);
  return bytes;
}

/** @typedef {import('./compile-anyhow.mjs').Context} Context */

/**
 * @param {Context} context
 * @returns {Promise<string[]>} paths, in the recipe's order
 */
async function fetchAll({ recipe, downloads, env, python, pipArguments, options }) {
  const totalBytes = recipe.wheels.reduce((sum, wheel) => sum + wheel.bytes, 0);
  const paths = [];
  let before = 0;
  for (const wheel of recipe.wheels) {
    const onBytes = (/** @type {number} */ bytes) =>
      options.report?.({ step: 'download', what: wheel.package, doneBytes: before + Math.min(bytes, wheel.bytes), totalBytes });
    onBytes(0);
    paths.push(await downloadWheel(wheel, { folder: downloads, python, env, pipArguments, signal: options.signal, onBytes }));
    before += wheel.bytes;
  }
  return paths;
}

/**
 * @param {string[]} paths
 * @param {Context} context
 * @returns {Promise<PackFile[]>}
 */
async function unpackAll(paths, { recipe, draft, options }) {
  const files = [];
  for (const [i, wheel] of recipe.wheels.entries()) {
    const path = paths[i] ?? '';
    const onBytes = (/** @type {number} */ doneBytes, /** @type {number} */ totalBytes) =>
      options.report?.({ step: 'unpack', what: wheel.package, doneBytes, totalBytes });
    try {
      files.push(...(await unpackWheel(path, wheel.members, draft, { onBytes, signal: options.signal })));
    } catch (error) {
      if (codeOf(error) === 'ENOSPC') throw await diskFull(wheel.unpackedBytes, draft, error);
      if (!(error instanceof ZipError)) throw error;
      await rm(path, { force: true });
      throw new SetupError('pack.bad-wheel', { file: path, detail: error.message }, { cause: error });
    }
  }
  return files;
}

/**
 * @param {number} neededBytes
 * @param {string} folder
 * @param {unknown} cause
 */
async function diskFull(neededBytes, folder, cause) {
  return new SetupError('pack.disk-full', { folder, neededBytes, foundBytes: await freeBytesOf(folder) }, { cause });
}

/**
 * @param {string} draft
 * @param {MakeOptions} options
 */
async function tryToLoad(draft, options) {
  options.report?.({ step: 'check' });
  try {
    await (options.load ?? loadBinding)(join(draft, BINDING), options.signal);
  } catch (error) {
    options.signal?.throwIfAborted();
    throw new SetupError('pack.load-failed', { folder: draft, detail: messageOf(error) }, { cause: error });
  }
}

/**
 * @param {string} folder
 * @param {string} path
 * @returns {Promise<PackFile>}
 */
async function describeFile(folder, path) {
  const whole = join(folder, path);
  return { path, bytes: (await stat(whole)).size, sha256: await hashFile(whole) };
}

/**
 * @param {{ recipe: PackRecipe, compiler: string, files: PackFile[], binding: string }} made
 * @returns {import('./types.d.mts').PackManifest}
 */
function manifestOf({ recipe, compiler, files, binding }) {
  return {
    format: 1,
    name: recipe.name,
    kind: recipe.kind,
    platform: recipe.platform,
    tensorflow: recipe.tensorflow,
    binding,
    compiler,
    glibc: glibcVersion(),
    node: process.versions.node,
    madeAt: new Date().toISOString(),
    wheels: recipe.wheels.map(({ package: name, version, sha256 }) => ({ package: name, version, sha256 })),
    files,
  };
}

/**
 * A pack that stands in the way (damaged, or to be made again) is moved aside first: a process that has it loaded keeps its files.
 *
 * @param {string} draft
 * @param {string} place
 * @param {string} packs
 */
async function moveIntoPlace(draft, place, packs) {
  const aside = join(packs, `${OLD}${ownerTag()}`);
  try {
    await rename(place, aside);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
  await rename(draft, place);
  await rm(aside, { recursive: true, force: true });
}

/**
 * Folders of set-ups that were killed.
 *
 * @param {string} packs
 */
async function removeLeftovers(packs) {
  for (const name of await readdir(packs)) {
    if ((name.startsWith(DRAFT) || name.startsWith(OLD)) && isOwnerGone(name))
      await rm(join(packs, name), { recursive: true, force: true });
  }
}
