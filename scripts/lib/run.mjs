import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

/** What a program that ended left behind; `code` is null where a signal ended it. */
/** @typedef {{ code: number | null, output: string }} Ended */

/** Of a long output only the end is kept, in characters: that is where programs say what went wrong. */
const KEPT = 200_000;

/** After this time, in ms, a program that was asked to end is killed. */
const GRACE_MS = 5000;

/**
 * Runs a program to its end and collects what it prints on both streams. When `signal` aborts, the program is ended first and then
 * the abort's reason is thrown, so that nothing of it still writes when the caller cleans up.
 *
 * @param {string} program
 * @param {readonly string[]} argv
 * @param {{ cwd?: string | undefined, env?: NodeJS.ProcessEnv, signal?: AbortSignal | undefined, timeoutMs?: number }} [options]
 * @returns {Promise<Ended>} rejects where the program cannot be started (ENOENT)
 */
export async function run(program, argv, options = {}) {
  options.signal?.throwIfAborted();
  const child = spawn(program, argv, { cwd: options.cwd, env: options.env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text) => (output = (output + text).slice(-KEPT)));
  }
  const stop = () => {
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), GRACE_MS).unref();
  };
  options.signal?.addEventListener('abort', stop, { once: true });
  const timer = options.timeoutMs === undefined ? undefined : setTimeout(stop, options.timeoutMs);
  try {
    const code = await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (status) => resolve(status));
    });
    options.signal?.throwIfAborted();
    return { code, output };
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', stop);
  }
}

/**
 * The lines of an output that say what went wrong: those with "error" in them, else the last ones.
 *
 * @param {string} output
 * @param {number} [count]
 */
export function gist(output, count = 3) {
  const lines = stripVTControlCharacters(output)
    .split('\n')
    .map((line) => line.trim());
  const said = lines.filter((line) => line !== '');
  const errors = said.filter((line) => /error|not found|cannot|denied/i.test(line));
  const chosen = errors.length > 0 ? errors.slice(0, count) : said.slice(-count);
  return chosen.length > 0 ? chosen.join(' | ') : 'it said nothing';
}
