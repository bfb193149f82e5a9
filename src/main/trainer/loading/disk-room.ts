import { statfs } from 'node:fs/promises';
import { ancestors, firstExisting } from './beside.ts';
import { errnoOf } from './files.ts';

/** Free bytes on the disk of a folder that may not exist yet; null where the system does not say. */
export async function freeBytes(folder: string): Promise<number | null> {
  const existing = firstExisting([folder, ...ancestors(folder)]);
  if (existing === null) return null;
  try {
    const { bavail, bsize } = await statfs(existing);
    return bavail * bsize;
  } catch (error) {
    if (errnoOf(error) === '') throw error;
    return null;
  }
}
