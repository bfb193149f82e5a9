import { readFileSync } from 'node:fs';
import { codeOf, isMissing } from './files.mjs';

/** How often it is looked whether npm still runs, ms. */
const LOOK_MS = 500;

/**
 * Ends this process when the npm that started it has ended. npm runs its scripts through a shell, and passes signals on to that shell
 * alone: it dies, we do not, and the program would go on with nobody to stop it. When started by hand nothing is watched: then a
 * parent that goes away may be meant (nohup).
 */
export function followNpm() {
  if (process.env['npm_lifecycle_event'] === undefined || process.platform === 'win32') return;
  const [shell, npm] = [process.ppid, parentOf(process.ppid)];
  const timer = setInterval(() => {
    if (process.ppid === shell && parentOf(shell) === npm) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, LOOK_MS);
  timer.unref();
}

/**
 * The parent of a process, on Linux; undefined elsewhere and where the process has ended. Field 4 of /proc/<pid>/stat.
 *
 * @param {number} pid
 */
function parentOf(pid) {
  if (process.platform !== 'linux') return undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch (error) {
    if (isMissing(error) || codeOf(error) === 'ESRCH') return undefined;
    throw error;
  }
}
