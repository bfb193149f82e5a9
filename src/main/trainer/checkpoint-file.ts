import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { CheckpointInfo } from '../../core/contract/trainer.ts';
import { AppError } from '../../core/errors/app-error.ts';
import { decodeSafetensors, encodeSafetensors, type SafetensorsContents } from '../../core/train/safetensors.ts';

/**
 * Writes a checkpoint whole or not at all: into a file beside it, flushed to the disk, then renamed over the old one.
 * Errors: `checkpoint.disk-full`; the checkpoint before stays.
 */
export async function writeCheckpoint(
  file: string,
  contents: SafetensorsContents,
): Promise<Pick<CheckpointInfo, 'file' | 'bytes' | 'sha256'>> {
  await mkdir(dirname(file), { recursive: true });
  const partial = join(dirname(file), `.${basename(file)}.${String(process.pid)}.partial`);
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    const handle = await open(partial, 'w');
    try {
      for (const part of encodeSafetensors(contents)) {
        await handle.writeFile(part);
        hash.update(part);
        bytes += part.byteLength;
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(partial, file);
  } catch (cause) {
    await rm(partial, { force: true });
    if ((cause as NodeJS.ErrnoException).code === 'ENOSPC') throw new AppError('checkpoint.disk-full', { file }, { cause });
    throw cause;
  }
  return { file, bytes, sha256: hash.digest('hex') };
}

/** Errors: `checkpoint.unreadable` where there is no file, or no whole one. */
export async function readCheckpoint(file: string): Promise<SafetensorsContents> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new AppError(
      'checkpoint.unreadable',
      { file, problem: code === 'ENOENT' ? 'there is no such file' : String(code) },
      { cause },
    );
  }
  return decodeSafetensors(bytes, file);
}
