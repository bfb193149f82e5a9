import { access, constants, mkdir, statfs } from 'node:fs/promises';
import { codeOf, messageOf } from '../lib/files.mjs';
import { SetupError } from '../lib/setup-error.mjs';

/**
 * Bytes that this user may still write on the folder's file system.
 *
 * @param {string} folder
 */
export async function freeBytesOf(folder) {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/**
 * Makes sure, before anything is fetched, that all of it will fit.
 *
 * @param {string} folder
 * @param {number} neededBytes
 * @param {(folder: string) => Promise<number>} freeBytes
 * @throws {SetupError} pack.disk-full
 */
export async function requireSpace(folder, neededBytes, freeBytes) {
  const foundBytes = await freeBytes(folder);
  if (foundBytes < neededBytes) throw new SetupError('pack.disk-full', { folder, neededBytes, foundBytes });
}

/**
 * Makes the folder and makes sure that it can be written.
 *
 * @param {string} folder
 * @throws {SetupError} pack.not-writable
 */
export async function requireFolder(folder) {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    throw new SetupError('pack.not-writable', { folder, detail: messageOf(error) }, { cause: error });
  }
}
