import { closeSync, openSync, readdirSync, readSync, statSync, type Stats } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { AppError } from '../../../core/errors/app-error.ts';
import type { ReadBytes } from '../../../core/data/audio/wav-header.ts';

/** Code of a file system error, such as ENOENT; '' for anything else, our own errors with their codes included. */
export function errnoOf(error: unknown): string {
  const isOfSystem = error instanceof Error && 'syscall' in error && 'code' in error;
  return isOfSystem && typeof error.code === 'string' ? error.code : '';
}

/** Whether a file or folder was not there. */
export const isAbsence = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(errnoOf(error));

function unreadable(file: string, cause: unknown): unknown {
  return errnoOf(cause) === '' ? cause : new AppError('data.file-unreadable', { file, reason: errnoOf(cause) }, { cause });
}

/** The result, or null where the file or folder does not exist. Errors: `data.file-unreadable` for any other fault of the file system. */
function unlessAbsent<T>(file: string, read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (isAbsence(error)) return null;
    throw unreadable(file, error);
  }
}

/** Size and times of a file, or null where there is none. */
export const fileStats = (file: string): Stats | null => unlessAbsent(file, () => statSync(file));

/** Names in a folder, sorted by code point, or null where there is no such folder. */
export const folderNames = (folder: string): string[] | null => unlessAbsent(folder, () => readdirSync(folder).sort());

/** Whole content. Errors: `data.file-unreadable`, also where it does not exist. */
export async function fileBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** Enough for the headers of nearly every recording in one read. */
const PREFIX_BYTES = 4096;

/** Runs `use` with a reader of an open file; its start is read once. Errors: `data.file-unreadable`. */
export function withFile<T>(file: string, use: (read: ReadBytes) => T, prefixBytes = PREFIX_BYTES): T {
  const fd = opened(file);
  try {
    const bytesAt: ReadBytes = (offset, length) => {
      const buffer = new Uint8Array(length);
      return buffer.subarray(0, readSync(fd, buffer, 0, length, offset));
    };
    const prefix = bytesAt(0, prefixBytes);
    return use((offset, length) =>
      offset + length <= prefix.length ? prefix.subarray(offset, offset + length) : bytesAt(offset, length),
    );
  } catch (error) {
    throw unreadable(file, error);
  } finally {
    closeSync(fd);
  }
}

function opened(file: string): number {
  try {
    return openSync(file, 'r');
  } catch (error) {
    throw unreadable(file, error);
  }
}
