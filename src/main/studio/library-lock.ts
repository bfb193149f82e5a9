import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { AppError } from '../../core/errors/app-error.ts';
import { isAlive, ownProcess } from '../store/process-identity.ts';
import { withReadableErrors } from '../store/sqlite-errors.ts';

/**
 * One writer (architecture.md 10): the file `<library>.lock` names the process that has the library open for writing. It is made
 * with "fail if it exists", so that only one of several processes gets it. A lock whose process is gone is stale and taken over;
 * those who want that agree among themselves by a second such file, so that none removes the fresh lock of another.
 */
export interface LibraryLock {
  readonly lockFile: string;
  /** Says where this process listens for commands that want the library while it is open, and the key that they must show. */
  announce(at: CommandPlace): void;
  /** Gives the library free. Safe to call twice. */
  release(): void;
}

/** Where an open studio takes commands: a loopback port, and the key that only its own user can read (`<library>.lock.key`). */
export interface CommandPlace {
  readonly port: number;
  readonly key: string;
}

/** What stands in the lock file. */
export const LockHolder = z.object({
  pid: z.int().positive(),
  /** The process's start as `ProcessIdentity` has it: a number used again is not the holder. */
  started: z.string(),
  since: z.string(),
  /** Loopback port of an open studio; null where nothing listens. */
  port: z.int().nullable(),
});
export type LockHolder = z.output<typeof LockHolder>;

/** A lock file that stays unreadable so long was left by a process that died while making it. */
const PATIENCE_MS = 1000;

/** Takes the library for this process. Throws `store.locked` where a living process has it. */
export async function lockLibrary(libraryFile: string): Promise<LibraryLock> {
  const file = resolve(libraryFile);
  const lockFile = `${file}.lock`;
  const holder: LockHolder = { ...ownProcess(), since: new Date().toISOString(), port: null };
  while (!withReadableErrors(file, () => create(lockFile, holder))) {
    const found = await readHolder(lockFile);
    if (found === null) continue;
    if (found !== 'unreadable' && isAlive(found)) {
      throw new AppError('store.locked', { file, lockFile, pid: found.pid, since: found.since });
    }
    await removeStale(lockFile, found);
  }
  return heldLock(lockFile, holder);
}

/** Who holds a library, if anybody living does. */
export async function libraryHolder(libraryFile: string): Promise<LockHolder | null> {
  const found = await readHolder(`${resolve(libraryFile)}.lock`);
  return found !== null && found !== 'unreadable' && isAlive(found) ? found : null;
}

/** Where the studio that has a library open takes commands; null where none does, or where it is another user's. */
export async function commandPlace(libraryFile: string): Promise<CommandPlace | null> {
  const holder = await libraryHolder(libraryFile);
  if (holder === null || holder.port === null) return null;
  try {
    return { port: holder.port, key: readFileSync(keyFile(`${resolve(libraryFile)}.lock`), 'utf8') };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EACCES' || code === 'EPERM') return null;
    throw error;
  }
}

const keyFile = (lockFile: string): string => `${lockFile}.key`;

/** The key first, so that who reads the port finds it. An older file is removed: it may have other permissions. */
function announce(lockFile: string, holder: LockHolder, { port, key }: CommandPlace): void {
  rmSync(keyFile(lockFile), { force: true });
  writeFileSync(keyFile(lockFile), key, { flag: 'wx', mode: 0o600 });
  writeFileSync(lockFile, JSON.stringify({ ...holder, port }));
}

function heldLock(lockFile: string, holder: LockHolder): LibraryLock {
  let isHeld = true;
  const release = (): void => {
    if (isHeld) for (const path of [keyFile(lockFile), lockFile]) rmSync(path, { force: true });
    isHeld = false;
    process.off('exit', release);
  };
  process.once('exit', release);
  return {
    lockFile,
    release,
    announce: (at) => announce(lockFile, holder, at),
  };
}

/** Makes the file; false if it is there already. */
function create(path: string, holder: LockHolder): boolean {
  try {
    writeFileSync(path, JSON.stringify(holder), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Reads a lock, waiting for one that is being written. Null: there is none. */
async function readHolder(path: string): Promise<LockHolder | 'unreadable' | null> {
  for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await wait(20)) {
    const holder = parse(path);
    if (holder !== 'unreadable') return holder;
  }
  return 'unreadable';
}

function parse(path: string): LockHolder | 'unreadable' | null {
  try {
    return LockHolder.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    if (error instanceof SyntaxError || error instanceof z.ZodError) return 'unreadable';
    throw error;
  }
}

/** Removes a lock that was found stale, unless another process has done so meanwhile. */
async function removeStale(lockFile: string, stale: LockHolder | 'unreadable'): Promise<void> {
  const takeover = `${lockFile}.takeover`;
  const own: LockHolder = { ...ownProcess(), since: new Date().toISOString(), port: null };
  if (!create(takeover, own)) {
    const other = await readHolder(takeover);
    if (other === 'unreadable' || (other !== null && !isAlive(other))) rmSync(takeover, { force: true });
    return wait(20);
  }
  try {
    if (JSON.stringify(parse(lockFile)) === JSON.stringify(stale))
      for (const path of [keyFile(lockFile), lockFile]) rmSync(path, { force: true });
  } finally {
    rmSync(takeover, { force: true });
  }
}
