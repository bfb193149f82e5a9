import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashFile, isMissing, messageOf, sizeOf } from '../lib/files.mjs';
import { isOwnerGone, ownerTag } from '../lib/process-identity.mjs';
import { gist, run } from '../lib/run.mjs';
import { SetupError } from '../lib/setup-error.mjs';
import { freeBytesOf } from './free-space.mjs';

/** @typedef {import('./types.d.mts').Wheel} Wheel */

/** How often the growing file is looked at, ms. */
const WATCH_MS = 250;

/** Where a wheel lies once it is complete and its hash is right. The hash in the name keeps wheels of several recipes apart. */
const pathOf = (/** @type {string} */ folder, /** @type {Wheel} */ wheel) =>
  join(folder, `${wheel.package}-${wheel.version}-${wheel.sha256.slice(0, 12)}.whl`);

/**
 * Whether the wheel is there already, complete and right: what an earlier set-up fetched before it was ended.
 *
 * @param {Wheel} wheel
 * @param {string} folder
 */
export async function hasWheel(wheel, folder) {
  const path = pathOf(folder, wheel);
  if ((await sizeOf(path)) === undefined) return false;
  if ((await hashFile(path)) === wheel.sha256) return true;
  await rm(path, { force: true });
  return false;
}

/**
 * Fetches a wheel with pip, unless it is there. pip knows the user's mirror, proxy and certificates; it works in a folder of its own
 * and the wheel is moved into `folder` when its hash is right, so what lies there is always complete.
 *
 * @param {Wheel} wheel
 * @param {{
 *   folder: string, python: string, env: Readonly<Record<string, string | undefined>>, pipArguments: readonly string[],
 *   signal?: AbortSignal | undefined, onBytes?: (doneBytes: number) => void,
 * }} options
 * @returns {Promise<string>} the wheel's path
 * @throws {SetupError} pack.hash-mismatch, pack.download-failed, pack.disk-full
 */
export async function downloadWheel(wheel, options) {
  await mkdir(options.folder, { recursive: true });
  if (await hasWheel(wheel, options.folder)) return pathOf(options.folder, wheel);
  await removeDeadRuns(options.folder);
  const place = join(options.folder, `run-${ownerTag()}`);
  try {
    const fetched = await runPip(wheel, place, options);
    const found = await hashFile(fetched);
    if (found !== wheel.sha256) throw mismatch(wheel, found);
    await rename(fetched, pathOf(options.folder, wheel));
    return pathOf(options.folder, wheel);
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

/**
 * @param {Wheel} wheel
 * @param {string} place
 * @param {Parameters<typeof downloadWheel>[1]} options
 */
async function runPip(wheel, place, { python, env, pipArguments, signal, onBytes }) {
  const [out, temporary, list] = [join(place, 'out'), join(place, 'tmp'), join(place, 'requirements.txt')];
  await mkdir(out, { recursive: true });
  await mkdir(temporary);
  await writeFile(list, `${wheel.package}==${wheel.version} --hash=sha256:${wheel.sha256}\n`);
  const argv = ['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--implementation', 'cp'];
  argv.push('--python-version', wheel.pip.python, '--platform', wheel.pip.platform, '--require-hashes', '-r', list, '-d', out);
  argv.push('--no-cache-dir', '--disable-pip-version-check', '--no-input', '--progress-bar', 'off', ...pipArguments);
  // pip writes the growing file to the temporary folder; PIP_REQUIRE_VIRTUALENV would refuse to download outside an environment.
  const own = { ...env, TMPDIR: temporary, TEMP: temporary, TMP: temporary, PIP_REQUIRE_VIRTUALENV: '0' };
  const watch = setInterval(() => void largestFile(place).then(onBytes, reportTrouble), WATCH_MS);
  try {
    const { code, output } = await run(python, argv, { env: own, signal });
    if (code !== 0) throw await failure(wheel, output, place);
  } finally {
    clearInterval(watch);
  }
  const wheels = (await readdir(out)).filter((name) => name.endsWith('.whl'));
  if (wheels.length !== 1 || wheels[0] === undefined)
    throw new SetupError('pack.download-failed', {
      what: nameOf(wheel),
      detail: `pip left ${wheels.length} wheels instead of one`,
    });
  return join(out, wheels[0]);
}

/**
 * What pip's output means. pip has no exit codes for it; the words are the same from pip 20 to 26.
 *
 * @param {Wheel} wheel
 * @param {string} output
 * @param {string} folder
 */
async function failure(wheel, output, folder) {
  if (/DO NOT MATCH THE HASHES/i.test(output)) return mismatch(wheel, /Got\s+([0-9a-f]{64})/.exec(output)?.[1] ?? 'another');
  if (/No space left on device/i.test(output))
    return new SetupError('pack.disk-full', { folder, neededBytes: wheel.bytes, foundBytes: await freeBytesOf(folder) });
  return new SetupError('pack.download-failed', { what: nameOf(wheel), detail: gist(output) });
}

/** @param {Wheel} wheel */
const nameOf = (wheel) => `${wheel.package} ${wheel.version}`;

/**
 * @param {Wheel} wheel
 * @param {string} found
 */
const mismatch = (wheel, found) => new SetupError('pack.hash-mismatch', { what: nameOf(wheel), expected: wheel.sha256, found });

/**
 * Size of the largest file below a folder, bytes; 0 while there is none.
 *
 * @param {string} folder
 */
async function largestFile(folder) {
  let largest = 0;
  try {
    for (const name of await readdir(folder, { recursive: true }))
      largest = Math.max(largest, await fileSize(join(folder, name)));
  } catch (error) {
    if (!isMissing(error)) throw error; // pip removes folders while we look
  }
  return largest;
}

/**
 * Progress is not worth a failure.
 *
 * @param {unknown} error
 */
const reportTrouble = (error) => process.emitWarning(`The download cannot be watched: ${messageOf(error)}`);

/** @param {string} path */
const fileSize = async (path) => (path.endsWith('.whl') ? ((await sizeOf(path)) ?? 0) : 0);

/** @param {string} folder */
async function removeDeadRuns(folder) {
  for (const name of await readdir(folder)) if (isOwnerGone(name)) await rm(join(folder, name), { recursive: true, force: true });
}
