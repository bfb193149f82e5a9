import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, isMissing, messageOf } from './files.mjs';
import { isAlive, isOnThisHost, ownIdentity } from './process-identity.mjs';

/** @typedef {import('./process-identity.mjs').Identity & { token: string }} Holder */

const POLL_MS = 200;
const HEARTBEAT_MS = 5000;

/** A lock from another machine, or one that cannot be read, counts as left behind when nobody touched it for this long. */
const SILENT_MS = 60_000;

/**
 * Does `work` while no other process does, by a lock file which names its holder by process id and start time. A lock whose holder
 * has ended is taken over, so killing a holder blocks nobody.
 *
 * @template T
 * @param {string} path
 * @param {{ signal?: AbortSignal | undefined, onWait?: (pid: number) => void }} options `onWait` is called once, if it has to wait
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(path, options, work) {
  const mine = { ...ownIdentity(), token: randomBytes(8).toString('hex') };
  await acquire(path, mine, options);
  const heartbeat = setInterval(() => void touch(path), HEARTBEAT_MS);
  heartbeat.unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await release(path, mine);
  }
}

/**
 * @param {string} path
 * @param {Holder} mine
 * @param {{ signal?: AbortSignal | undefined, onWait?: (pid: number) => void }} options
 */
async function acquire(path, mine, { signal, onWait }) {
  await mkdir(dirname(path), { recursive: true });
  for (let isWaiting = false; !(await create(path, mine));) {
    const text = await readIfThere(path);
    if (text === undefined) continue; // released in between
    const holder = parse(text);
    if (await isLeftBehind(path, holder)) {
      await removeLeftBehind(path, text, mine);
      continue;
    }
    if (!isWaiting) onWait?.(holder?.pid ?? 0);
    isWaiting = true;
    await sleep(POLL_MS, undefined, signal === undefined ? {} : { signal });
  }
}

/**
 * Makes the lock with its content in one step: a link to a finished file either appears whole or fails.
 *
 * @param {string} path
 * @param {Holder} mine
 */
async function create(path, mine) {
  const draft = `${path}.${mine.token}`;
  const text = JSON.stringify(mine);
  try {
    await writeFile(draft, text);
    await link(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(codeOf(error) ?? '')) throw error;
    return createWithoutLink(path, text);
  } finally {
    await rm(draft, { force: true });
  }
}

/**
 * For file systems without links (exFAT): a reader may see it empty for a moment, which `isLeftBehind` allows for.
 *
 * @param {string} path
 * @param {string} text
 */
async function createWithoutLink(path, text) {
  try {
    const file = await open(path, 'wx');
    await file.writeFile(text);
    await file.close();
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * @param {string} path
 * @param {Holder | undefined} holder
 */
async function isLeftBehind(path, holder) {
  if (holder && isOnThisHost(holder)) return !isAlive(holder);
  try {
    return Date.now() - (await stat(path)).mtimeMs > SILENT_MS;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

/**
 * Several may find the same dead holder at once. Moving the file away is one step, so exactly one gets it; whoever then finds that
 * it moved another, living one (made between its look and its move) puts that back.
 *
 * @param {string} path
 * @param {string} text what the dead holder's lock says
 * @param {Holder} mine
 */
async function removeLeftBehind(path, text, mine) {
  const aside = `${path}.${mine.token}.old`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (isMissing(error)) return;
    throw error;
  }
  try {
    if ((await readFile(aside, 'utf8')) !== text) await link(aside, path);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error; // a third one holds it by now
  } finally {
    await rm(aside, { force: true });
  }
}

/**
 * @param {string} path
 * @param {Holder} mine
 */
async function release(path, mine) {
  const text = await readIfThere(path);
  if (text !== undefined && parse(text)?.token === mine.token) await rm(path, { force: true });
}

/** @param {string} path */
async function touch(path) {
  const now = new Date();
  try {
    await utimes(path, now, now);
  } catch (error) {
    // Only another machine reads this time, and it gives up late. The work itself is not at stake.
    if (!isMissing(error)) process.emitWarning(`The lock ${path} could not be touched: ${messageOf(error)}`);
  }
}

/**
 * @param {string} path
 * @returns {Promise<string | undefined>}
 */
async function readIfThere(path) {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/**
 * @param {string} text
 * @returns {Holder | undefined}
 */
function parse(text) {
  try {
    const holder = /** @type {Partial<Holder> | null} */ (JSON.parse(text));
    return typeof holder?.pid === 'number' && typeof holder.host === 'string' ? /** @type {Holder} */ (holder) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
