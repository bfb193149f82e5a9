import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';

/**
 * sha256 of a file, in hexadecimal.
 *
 * @param {string} path
 */
export async function hashFile(path) {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest('hex');
}

/**
 * Size in bytes; undefined where nothing is.
 *
 * @param {string} path
 */
export async function sizeOf(path) {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** @param {unknown} error */
export const isMissing = (error) => codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';

/**
 * The system's code of an error, such as ENOENT.
 *
 * @param {unknown} error
 */
export const codeOf = (error) => /** @type {NodeJS.ErrnoException | undefined} */ (error)?.code;

/** @param {unknown} error */
export const messageOf = (error) => (error instanceof Error ? error.message : String(error));
