import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** How long a program may take to end after it was asked to, ms. */
const GRACE_MS = 10_000;

/**
 * Runs a program in this one's place: it has our terminal, gets our signals, and its end is ours. It is given up (killed) when it does
 * not end in time after a signal, unless it is `patient`: a training run that saves and measures ends in its own time.
 *
 * @param {string} program
 * @param {readonly string[]} argv
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, patient?: boolean }} [options]
 * @returns {Promise<number>} exit code; 128 + n where signal n ended it
 */
export async function handOver(program, argv, { patient = false, ...options } = {}) {
  const child = spawn(program, argv, { stdio: 'inherit', ...options });
  const pass = (/** @type {NodeJS.Signals} */ received) => {
    // A terminal sends Ctrl-C and Ctrl-Z to both of us; twice would mean "at once" to the program.
    const hasIt = (received === 'SIGINT' || received === 'SIGTSTP') && process.stdin.isTTY;
    if (!hasIt) child.kill(received);
    if (!patient) setTimeout(() => child.kill('SIGKILL'), GRACE_MS).unref();
  };
  /** @type {NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  if (patient && process.platform !== 'win32') signals.push('SIGTSTP');
  for (const name of signals) process.on(name, pass);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, name) => resolve(code ?? 128 + (name === null ? 0 : constants.signals[name])));
    });
  } finally {
    for (const name of signals) process.off(name, pass);
  }
}
