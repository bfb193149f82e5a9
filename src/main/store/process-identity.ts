import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * A process, told apart from a later one that got the same number. `started` is opaque: the kernel's start tick on Linux, the text
 * of `ps` elsewhere, and empty where the system offers neither (then the number alone decides).
 */
export interface ProcessIdentity {
  readonly pid: number;
  readonly started: string;
}

/** What a signed 32-bit number holds; a larger one, from a damaged file, is no process. */
const MAX_PID = 2 ** 31 - 1;

/** Who this process is. */
export function ownProcess(): ProcessIdentity {
  own ??= { pid: process.pid, started: startOf(process.pid) ?? '' };
  return own;
}
let own: ProcessIdentity | undefined;

/** Whether that very process is still there. A number that now belongs to another process, or to a dead one not yet collected, is not. */
export function isAlive({ pid, started }: ProcessIdentity): boolean {
  if (!hasNumber(pid)) return false;
  const found = startOf(pid);
  return found !== null && (started === '' || found === '' || found === started);
}

function hasNumber(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid > MAX_PID) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EPERM') return true;
    if (code === 'ESRCH') return false;
    throw error;
  }
}

/** Start of a process; null if it is gone, empty if this system does not tell. */
function startOf(pid: number): string | null {
  return process.platform === 'linux' ? startTick(pid) : process.platform === 'win32' ? '' : startText(pid);
}

/** Field 22 of /proc/PID/stat. The second field is a name in parentheses that may itself hold spaces and parentheses. */
function startTick(pid: number): string | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return null;
    throw error;
  }
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // from field 3 on
  const state = fields[0];
  return state === 'Z' || state === 'X' ? null : (fields[22 - 3] ?? '');
}

function startText(pid: number): string | null {
  try {
    const text = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
      stdio: 'pipe',
    });
    return text.trim() === '' ? null : text.trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''; // no ps here
    if ((error as { status?: unknown }).status === 1) return null; // no such process
    throw error;
  }
}
