import { followNpm } from './follow-npm.mjs';
import { SetupError } from './setup-error.mjs';

/** Exit codes: what is missing, and what was interrupted (128 + the signal's number, as shells have it). */
export const MISSING = 3;
const INTERRUPTED = /** @type {const} */ ({ SIGINT: 130, SIGTERM: 143, SIGHUP: 129 });

/** Why work was given up: the user or the system asked for it. */
class Interrupted extends Error {
  /** @override */
  name = 'Interrupted';

  /** @param {keyof typeof INTERRUPTED} received */
  constructor(received) {
    super(`interrupted by ${received}`);
    this.exitCode = INTERRUPTED[received];
  }
}

/**
 * Runs a script's work and sets the exit code. The first signal aborts the work, which then cleans up after itself; a second one ends
 * the process at once. What the user can mend is printed as its text alone (with `isJson`, as an object on the last line of stdout).
 *
 * @param {(signal: AbortSignal) => Promise<number>} work gives the exit code
 * @param {{ isJson?: boolean }} [options]
 */
export async function mainOf(work, { isJson = false } = {}) {
  const controller = new AbortController();
  followNpm();
  for (const received of /** @type {(keyof typeof INTERRUPTED)[]} */ (Object.keys(INTERRUPTED))) {
    process.once(received, () => controller.abort(new Interrupted(received)));
  }
  try {
    process.exitCode = await work(controller.signal);
  } catch (error) {
    process.exitCode = exitCodeOf(controller.signal.aborted ? controller.signal.reason : error);
    if (error instanceof SetupError && !controller.signal.aborted) printProblem(error, isJson);
    else if (!controller.signal.aborted) process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  }
}

/** @param {unknown} error */
function exitCodeOf(error) {
  if (error instanceof Interrupted) return error.exitCode;
  return error instanceof SetupError && error.code !== 'setup.build-failed' ? MISSING : 1;
}

/**
 * @param {SetupError<any>} error
 * @param {boolean} isJson
 */
export function printProblem(error, isJson) {
  if (isJson) process.stdout.write(`${JSON.stringify({ ok: false, error: error.toData() })}\n`);
  else process.stderr.write(`${error.message}\n`);
}
