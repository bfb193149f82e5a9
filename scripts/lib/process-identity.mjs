import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { codeOf, isMissing } from './files.mjs';

/**
 * Who a process is: its id alone is not enough, because the system gives ids again. `start` is when it began, in the system's own
 * words; `host` is a short hash, for cache folders on a shared disk.
 *
 * @typedef {{ host: string, pid: number, start: string }} Identity
 */

const thisHost = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

/** @returns {Identity} this process */
export const ownIdentity = () => ({ host: thisHost, pid: process.pid, start: startOf(process.pid) ?? 'unknown' });

/** @param {Identity} identity */
export const isOnThisHost = (identity) => identity.host === thisHost;

/**
 * Whether the process runs; only to be asked of this host's.
 *
 * @param {Identity} identity
 */
export const isAlive = (identity) => startOf(identity.pid) === identity.start;

/**
 * When the process began; undefined where it does not run. Linux gives clock ticks since boot (field 22 of /proc/<pid>/stat; the
 * second field, the name in brackets, may itself hold spaces and brackets). A zombie has ended: it only waits to be read.
 *
 * @param {number} pid
 * @returns {string | undefined}
 */
export function startOf(pid) {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
    } catch (error) {
      if (isMissing(error) || codeOf(error) === 'ESRCH') return undefined;
      throw error;
    }
  }
  return process.platform === 'win32' ? windowsStart(pid) : unixStart(pid);
}

/** @param {number} pid */
function unixStart(pid) {
  try {
    const started = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, LC_ALL: 'C' },
    });
    return started.trim() || undefined;
  } catch (error) {
    if (typeof (/** @type {{ status?: unknown }} */ (error).status) === 'number') return undefined; // ps: no such process
    throw error;
  }
}

/**
 * Windows tells the time only through slow tools; the id has to do there.
 *
 * @param {number} pid
 */
function windowsStart(pid) {
  try {
    process.kill(pid, 0);
    return 'unknown';
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return undefined;
    if (codeOf(error) === 'EPERM') return 'unknown';
    throw error;
  }
}

/** A suffix for names of temporary folders, from which `ownerOf` reads whose they are. */
export function ownerTag() {
  const { host, pid, start } = ownIdentity();
  return `${host}.${pid}.${start.replace(/[^0-9A-Za-z]/g, '')}.${randomBytes(3).toString('hex')}`;
}

/**
 * Whether the process which made a folder of this name is known to have ended.
 *
 * @param {string} name
 */
export function isOwnerGone(name) {
  const found = /([0-9a-f]{8})\.(\d+)\.([0-9A-Za-z]+)\.[0-9a-f]{6}$/.exec(name);
  if (!found || found[1] !== thisHost) return false;
  return startOf(Number(found[2]))?.replace(/[^0-9A-Za-z]/g, '') !== found[3];
}
