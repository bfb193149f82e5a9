import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, isMissing } from './files.mjs';
import { gist, run } from './run.mjs';
import { SetupError } from './setup-error.mjs';

/** @typedef {{ packages: Record<string, { version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }> }} Lock */

/** npm's record of what it installed, which it writes last: node_modules without it was never finished. */
const RECORD = join('node_modules', '.package-lock.json');

/**
 * Why the installed packages are not those of package-lock.json, in words; undefined where they are. The two records are compared by
 * content, so neither a checkout's times nor an installation by hand mislead it. Optional packages may be absent: they are for
 * other systems.
 *
 * @param {string} root
 * @returns {string | undefined}
 */
export function packagesProblem(root) {
  const installed = readLock(join(root, RECORD));
  if (installed === undefined)
    return existsSync(join(root, 'node_modules')) ? 'node_modules is not complete' : 'there is no node_modules';
  const wanted = readLock(join(root, 'package-lock.json'));
  if (wanted === undefined) return 'there is no package-lock.json';
  for (const [path, entry] of Object.entries(wanted.packages)) {
    const found = installed.packages[path];
    if (path === '' || (found === undefined && (entry.optional || entry.devOptional || entry.peer))) continue;
    if (found?.version !== entry.version)
      return `${path} is ${found?.version ?? 'missing'}, package-lock.json says ${entry.version}`;
  }
  return undefined;
}

/**
 * Runs `npm ci`.
 *
 * @param {string} root
 * @param {AbortSignal} [signal]
 * @throws {SetupError} setup.install-failed, setup.no-npm
 */
export async function installPackages(root, signal) {
  // First of all, so that an installation that is killed while it removes the old packages does not look finished.
  rmSync(join(root, RECORD), { force: true });
  const [program, ...argv] = npmCommand();
  try {
    // --include=dev: the program is built here, also where NODE_ENV=production.
    const { code, output } = await run(program, [...argv, 'ci', '--include=dev', '--no-audit', '--no-fund'], {
      cwd: root,
      signal,
    });
    const problem = code === 0 ? packagesProblem(root) : gist(output);
    if (problem !== undefined) throw new SetupError('setup.install-failed', { root, detail: problem });
  } catch (error) {
    if (codeOf(error) === 'ENOENT') throw new SetupError('setup.no-npm', { tried: [program] }, { cause: error });
    throw error;
  }
}

/**
 * The npm that started us, on the Node that it runs on (ours may lie in node_modules, which npm is about to replace), else the one on
 * the PATH.
 *
 * @returns {[string, ...string[]]}
 */
function npmCommand() {
  const { npm_execpath: script, npm_node_execpath: node } = process.env;
  if (script && node && /npm-cli\.[cm]?js$/.test(script) && existsSync(node)) return [node, script];
  return process.platform === 'win32' ? ['cmd.exe', '/d', '/c', 'npm'] : ['npm'];
}

/**
 * @param {string} path
 * @returns {Lock | undefined} undefined where there is none that can be read
 */
function readLock(path) {
  try {
    const lock = /** @type {Partial<Lock> | null} */ (JSON.parse(readFileSync(path, 'utf8')));
    return lock?.packages === undefined ? undefined : /** @type {Lock} */ (lock);
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
