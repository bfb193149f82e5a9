import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { CheckpointInfo } from '../../core/contract/trainer.ts';
import { AppError } from '../../core/errors/app-error.ts';
import {
  decodeMetadata,
  decodeSafetensors,
  headerEnd,
  safetensorsParts,
  type SafetensorsContents,
} from '../../core/train/safetensors.ts';

/** Where a run's checkpoint of a kind lies. */
export const checkpointFile = (folder: string, kind: CheckpointInfo['kind']): string => join(folder, `${kind}.safetensors`);

/** What is known of a file as a whole. */
export type FileInfo = Pick<CheckpointInfo, 'file' | 'bytes' | 'sha256'>;

/** `.last.safetensors.123.partial`: being written by process 123. */
const PARTIAL = /^\..+\.(\d+)\.partial$/;

/** Disk or quota is full, or the file is larger than may be written. */
const FULL = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/**
 * Writes a checkpoint whole or not at all: into a file beside it, flushed to the disk, then renamed over the old one, and the folder
 * flushed too. What processes that were killed have left half-written is removed first.
 * Errors: `checkpoint.disk-full`, `checkpoint.unwritable`; the checkpoint before stays.
 */
export async function writeCheckpoint(file: string, contents: SafetensorsContents): Promise<FileInfo> {
  const folder = dirname(file);
  const partial = join(folder, `.${basename(file)}.${String(process.pid)}.partial`);
  try {
    await mkdir(folder, { recursive: true });
    await removeLeftovers(folder);
    const written = await writeParts(partial, contents);
    await rename(partial, file);
    await flushFolder(folder);
    return { file, ...written };
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (cause instanceof AppError || code === undefined) throw cause;
    await rm(partial, { force: true }).catch(() => undefined);
    if (FULL.includes(code)) throw new AppError('checkpoint.disk-full', { file }, { cause });
    throw new AppError('checkpoint.unwritable', { file, reason: code }, { cause });
  }
}

async function writeParts(file: string, contents: SafetensorsContents): Promise<Omit<FileInfo, 'file'>> {
  const hash = createHash('sha256');
  let bytes = 0;
  const handle = await open(file, 'w');
  try {
    for (const part of safetensorsParts(contents)) {
      await handle.writeFile(part);
      hash.update(part);
      bytes += part.byteLength;
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** What systems and file systems say that cannot flush a folder. */
const NO_FLUSH = ['EPERM', 'EACCES', 'EISDIR', 'EINVAL', 'ENOTSUP'];

/** Makes the rename itself safe against a power cut, where the file system knows how. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    if (!NO_FLUSH.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    await handle.close();
  }
}

async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = PARTIAL.exec(name)?.[1];
    if (pid !== undefined && !isThere(Number(pid))) await rm(join(folder, name), { force: true });
  }
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Errors: `checkpoint.unreadable` where there is no file, or no whole one. */
export async function readCheckpoint(file: string): Promise<SafetensorsContents & { readonly info: FileInfo }> {
  const bytes = await readable(file, () => readFile(file));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { ...decodeSafetensors(bytes, file), info: { file, bytes: bytes.length, sha256 } };
}

/** The metadata alone, without reading the tensors. Errors: as `readCheckpoint`. */
export async function readMetadata(file: string): Promise<SafetensorsContents['metadata']> {
  const handle = await readable(file, () => open(file, 'r'));
  try {
    return await readable(file, async () => {
      const { size } = await handle.stat();
      const first = Buffer.alloc(8);
      const { bytesRead } = await handle.read(first, 0, 8, 0);
      const header = Buffer.alloc(headerEnd(first.subarray(0, bytesRead), size, file));
      await handle.read(header, 0, header.length, 0);
      return decodeMetadata(header, file);
    });
  } finally {
    await handle.close();
  }
}

async function readable<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (cause instanceof AppError || code === undefined) throw cause;
    const problem = code === 'ENOENT' ? 'there is no such file' : code;
    throw new AppError('checkpoint.unreadable', { file, problem }, { cause });
  }
}
