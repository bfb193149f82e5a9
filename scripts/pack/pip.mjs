import { codeOf } from '../lib/files.mjs';
import { run } from '../lib/run.mjs';
import { SetupError } from '../lib/setup-error.mjs';
import { isOlder } from '../lib/version.mjs';

/** A Python that has pip. @typedef {{ python: string, pythonVersion: string, pipVersion: string }} Pip */

/** Older ones do not know the platform tag manylinux_2_27 (PEP 600). */
const NEEDED = '20.3';

/** A Python answers in well under a second; a broken stub may never, ms. */
const PATIENCE_MS = 30_000;

/**
 * The first Python with a pip that is new enough: PYTHON if it is set, else python3, else python.
 *
 * @param {{ env?: Readonly<Record<string, string | undefined>> | undefined, signal?: AbortSignal | undefined }} [options]
 * @returns {Promise<Pip>}
 * @throws {SetupError} pack.no-python, pack.no-pip, pack.pip-too-old
 */
export async function findPip({ env = process.env, signal } = {}) {
  const named = env['PYTHON'];
  const candidates = named ? [named] : ['python3', 'python'];
  /** @type {SetupError<any> | undefined} */
  let problem;
  for (const python of candidates) {
    const found = await askPip(python, env, signal);
    if (found === undefined) continue;
    if (found instanceof SetupError) problem ??= found;
    else return found;
  }
  throw problem ?? new SetupError('pack.no-python', { tried: candidates });
}

/**
 * @param {string} python
 * @param {Readonly<Record<string, string | undefined>>} env
 * @param {AbortSignal | undefined} signal
 * @returns {Promise<Pip | SetupError<any> | undefined>} undefined where there is no such Python
 */
async function askPip(python, env, signal) {
  const ask = async (/** @type {string[]} */ ...argv) => {
    try {
      return await run(python, argv, { env, signal, timeoutMs: PATIENCE_MS });
    } catch (error) {
      if (codeOf(error) === 'ENOENT' || codeOf(error) === 'EACCES') return undefined;
      throw error;
    }
  };
  const version = await ask('-c', 'import sys; print("python", ".".join(map(str, sys.version_info[:3])))');
  const pythonVersion = /^python (\S+)/m.exec(version?.output ?? '')?.[1];
  if (version?.code !== 0 || pythonVersion === undefined) return undefined;
  const pip = await ask('-m', 'pip', '--version');
  const pipVersion = /^pip (\d\S*)/m.exec(pip?.output ?? '')?.[1];
  if (pip?.code !== 0 || pipVersion === undefined) return new SetupError('pack.no-pip', { python });
  if (isOlder(pipVersion, NEEDED)) return new SetupError('pack.pip-too-old', { python, found: pipVersion, needed: NEEDED });
  return { python, pythonVersion, pipVersion };
}
