import { existsSync, readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isBuilt } from '../lib/build.mjs';
import { electronBinary, hasDisplay } from '../lib/electron.mjs';
import { isMissing, messageOf } from '../lib/files.mjs';
import { modernNode } from '../lib/modern-node.mjs';
import { packagesProblem } from '../lib/packages.mjs';
import { atRoot, root } from '../lib/root.mjs';
import { SetupError } from '../lib/setup-error.mjs';
import { sharedData } from '../lib/shared-data.mjs';
import { cacheFolder } from '../pack/cache-folder.mjs';
import { compilerCandidates, compilerVersion } from '../pack/compile-binding.mjs';
import { inspectPack } from '../pack/find-pack.mjs';
import { freeBytesOf } from '../pack/free-space.mjs';
import { gpuDriver } from '../pack/gpu-driver.mjs';
import { loadBinding } from '../pack/load-binding.mjs';
import { findPip } from '../pack/pip.mjs';
import { glibcVersion, platformName } from '../pack/platform.mjs';
import { BINDING } from '../pack/recipe.mjs';

/**
 * One thing that `redreg doctor` looks at. `needed`: nothing can be trained without it.
 *
 * @typedef {{ id: string, title: string, isThere: boolean, needed: boolean, found: string, advice?: string }} Finding
 */

/** Space for the CPU pack while it is made, bytes. */
const PACK_BYTES = 1.4e9;

/**
 * What a check found.
 *
 * @param {string} id
 * @param {string} title
 * @param {boolean} isThere
 * @param {string} found
 * @param {{ needed?: boolean, advice?: string }} [more]
 * @returns {Finding}
 */
const finding = (id, title, isThere, found, { needed = false, advice } = {}) => ({
  id,
  title,
  isThere,
  needed,
  found,
  ...(isThere || advice === undefined ? {} : { advice }),
});

/** @returns {Finding} */
export const checkSystem = () =>
  finding('system', 'System', true, `${platformName()}${glibcVersion() === null ? '' : `, glibc ${glibcVersion()}`}`);

/** @returns {Finding} */
export function checkNode() {
  const running = `Node ${process.versions.node}`;
  try {
    const node = modernNode();
    return finding('node', 'Node', true, node === process.execPath ? running : `${running}; continues on ${node}`, {
      needed: true,
    });
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    return finding('node', 'Node', false, running, { needed: true, advice: error.message });
  }
}

/** @returns {Finding} */
export function checkPackages() {
  const problem = packagesProblem(root);
  const advice = 'Run "npm ci", or "redreg setup".';
  return finding('packages', 'Packages', problem === undefined, problem ?? 'as in package-lock.json', { needed: true, advice });
}

/** @returns {Finding} */
export const checkBuild = () =>
  isBuilt(root)
    ? finding('build', 'Build', true, 'of these sources')
    : finding('build', 'Build', false, 'missing or older than the sources', { advice: 'The next command builds it.' });

/**
 * A pack, every file by its hash, and loaded once.
 *
 * @param {import('../pack/types.d.mts').PackKind} kind
 * @param {AbortSignal} signal
 * @returns {Promise<Finding>}
 */
export async function checkPack(kind, signal) {
  const [id, title] = [`pack-${kind}`, `TensorFlow (${kind})`];
  const advice = `Run "redreg setup${kind === 'gpu' ? ' --gpu' : ''}".`;
  const found = await inspectPack(kind, { verify: 'full' });
  switch (found.state) {
    case 'absent':
      return finding(id, title, false, `no pack in ${found.folder}`, { advice });
    case 'unsupported':
      return finding(id, title, false, `there is no pack for ${found.platform}, only for ${found.supported.join(', ')}`);
    case 'damaged':
      return finding(id, title, false, `damaged: ${found.problems.join('; ')}`, { advice });
    case 'ready':
      return tryBinding(id, title, found.pack.binding, found.folder, signal);
  }
}

/**
 * The addon that tfjs-node-gpu brings itself, where the user has it.
 *
 * @param {AbortSignal} signal
 * @returns {Promise<Finding>}
 */
export async function checkStockAddon(signal) {
  const path = atRoot('node_modules', '@tensorflow', 'tfjs-node-gpu', 'lib', 'napi-v8', BINDING);
  const [id, title] = ['stock-addon', "TensorFlow (tfjs-node-gpu's own)"];
  return existsSync(path)
    ? tryBinding(id, title, path, dirname(path), signal)
    : finding(id, title, false, 'absent; used only where there is no pack');
}

/**
 * @param {string} id
 * @param {string} title
 * @param {string} binding
 * @param {string} folder
 * @param {AbortSignal} signal
 * @returns {Promise<Finding>}
 */
async function tryBinding(id, title, binding, folder, signal) {
  try {
    return finding(id, title, true, `TensorFlow ${await loadBinding(binding, signal)} in ${folder}`);
  } catch (error) {
    signal.throwIfAborted();
    return finding(id, title, false, `does not load: ${messageOf(error)}`, { advice: 'Run "redreg setup --again".' });
  }
}

/**
 * @param {AbortSignal} signal
 * @returns {Promise<Finding>}
 */
export async function checkPython(signal) {
  try {
    const { python, pythonVersion, pipVersion } = await findPip({ signal });
    return finding('python', 'Python with pip', true, `${python} ${pythonVersion}, pip ${pipVersion}`);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    return finding('python', 'Python with pip', false, error.code.replace('pack.', '').replaceAll('-', ' '), {
      advice: error.message,
    });
  }
}

/**
 * @param {AbortSignal} signal
 * @returns {Promise<Finding>}
 */
export async function checkCompiler(signal) {
  for (const compiler of compilerCandidates(process.env)) {
    const version = await compilerVersion(compiler, { env: process.env, signal });
    if (version !== undefined) return finding('compiler', 'C++ compiler', true, version);
  }
  return finding('compiler', 'C++ compiler', false, 'none', {
    advice: 'None is needed: set-up fetches ziglang with pip (100 MB).',
  });
}

/**
 * @param {boolean} isPackMissing
 * @returns {Promise<Finding>}
 */
export async function checkSpace(isPackMissing) {
  const folder = cacheFolder();
  const free = await freeBytesOf(await nearestFolder(folder));
  const found = `${(free / 1e9).toFixed(1)} GB free for ${folder}`;
  const advice = `Making the TensorFlow pack takes ${PACK_BYTES / 1e9} GB. Free some, or name another folder in REDREG_CACHE.`;
  return finding('space', 'Disk', !isPackMissing || free >= PACK_BYTES, found, { advice });
}

/**
 * The folder itself, or the nearest one above it that exists.
 *
 * @param {string} folder
 * @returns {Promise<string>}
 */
async function nearestFolder(folder) {
  try {
    return (await stat(folder)).isDirectory() ? folder : dirname(folder);
  } catch (error) {
    if (isMissing(error)) return nearestFolder(dirname(folder));
    throw error;
  }
}

/** @returns {Finding} */
export function checkGpuDriver() {
  const driver = gpuDriver();
  const advice =
    'Training runs on the processor. For a card, install NVIDIA\'s driver (525 or newer) and run "redreg setup --gpu".';
  if (driver === undefined) return finding('gpu-driver', 'GPU driver', false, 'no NVIDIA driver', { advice });
  return finding(
    'gpu-driver',
    'GPU driver',
    true,
    `NVIDIA ${driver.version}${driver.cards.length > 0 ? `: ${driver.cards.join(', ')}` : ''}`,
  );
}

/** @returns {Finding} */
export function checkElectron() {
  const binary = electronBinary();
  const advice = '"npm start" downloads it where there is a display; elsewhere the program is served on this machine.';
  return finding('electron', 'Window (Electron)', binary !== undefined, binary ?? 'its binary is not here', { advice });
}

/** @returns {Finding} */
export const checkDisplay = () =>
  finding('display', 'Display', hasDisplay(), hasDisplay() ? 'there is one' : 'neither DISPLAY nor WAYLAND_DISPLAY is set', {
    advice: '"npm start" serves the program on this machine instead of opening a window.',
  });

/** @returns {Finding} */
export function checkBrowser() {
  const named = process.env['CHROMIUM_PATH'];
  const advice = 'Only tests need one. Run "npm ci", or name a Chromium in CHROMIUM_PATH.';
  if (named) return finding('browser', 'Browser for tests', existsSync(named), `CHROMIUM_PATH: ${named}`, { advice });
  const packaged = atRoot('node_modules', '@sparticuz', 'chromium');
  return finding('browser', 'Browser for tests', existsSync(packaged), existsSync(packaged) ? '@sparticuz/chromium' : 'none', {
    advice,
  });
}

/** @returns {Finding} */
export function checkSharedData() {
  const { folder, isThere } = sharedData();
  const advice =
    'Only tests need it; those that do are skipped without it (a failure where CI=true). Name its folder in REDREG_SHARED.';
  return finding('shared', 'Test data', isThere, isThere ? folder : `${folder} does not exist`, { advice });
}

/** Versions of the parts, as far as they are installed. */
export function versions() {
  const versionOf = (/** @type {string} */ folder) => {
    const path = join(folder, 'package.json');
    return existsSync(path) ? /** @type {string} */ (JSON.parse(readFileSync(path, 'utf8')).version) : null;
  };
  return {
    'redreg-studio': versionOf(root),
    node: process.versions.node,
    'tfjs-node-gpu': versionOf(atRoot('node_modules', '@tensorflow', 'tfjs-node-gpu')),
    electron: versionOf(atRoot('node_modules', 'electron')),
    'better-sqlite3': versionOf(atRoot('node_modules', 'better-sqlite3')),
  };
}
