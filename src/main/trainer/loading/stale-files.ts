import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { errnoOf, folderNames } from './files.ts';

/** A file takes seconds to write, a folder a minute; what is older was left behind by a process that was killed. */
const STALE_MS = 3_600_000;

/** Removes temporary files and folders that a killed process left. */
export function removeStale(folder: string, isTemporary: (name: string) => boolean, nowMs = Date.now()): void {
  for (const name of folderNames(folder) ?? []) if (isTemporary(name)) removeIfOld(join(folder, name), nowMs);
}

function removeIfOld(path: string, nowMs: number): void {
  try {
    if (nowMs - statSync(path).mtimeMs > STALE_MS) rmSync(path, { recursive: true, force: true });
  } catch (error) {
    // Another process was first, or it may not be removed: only room is lost. Anything else is a bug.
    if (errnoOf(error) === '') throw error;
  }
}
