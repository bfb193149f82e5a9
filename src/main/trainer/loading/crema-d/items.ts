import { join } from 'node:path';
import { readWavHeader } from '../../../../core/data/audio/wav-header.ts';
import type { ListEntry } from '../../../../core/data/list.ts';
import { fileStats, folderNames, withFile } from '../files.ts';
import type { FrameItem } from '../sources/picture-frames.ts';
import type { WavItem } from '../sources/wav-spectrogram.ts';

const PICTURE = /\.(jpe?g|png)$/i;

/** The recording with its size, its header checked; null where the file is missing. */
export function wavItem(folder: string, { stem, list, line }: ListEntry): WavItem | null {
  const file = join(folder, `${stem}.wav`);
  const stats = fileStats(file);
  if (!stats?.isFile()) return null;
  withFile(file, (read) => readWavHeader(read, stats.size, { file, list, line }));
  return { name: stem, file, bytes: stats.size, changedMs: stats.mtimeMs, list, line };
}

/** The pictures of a sample, sorted by name; null where the folder is missing. */
export function frameItem(parent: string, { stem, list, line }: ListEntry): FrameItem | null {
  const folder = join(parent, stem);
  const names = folderNames(folder)?.filter((name) => PICTURE.test(name));
  if (!names) return null;
  const files = names.map((name) => {
    const stats = fileStats(join(folder, name));
    return { name, bytes: stats?.size ?? 0, changedMs: stats?.mtimeMs ?? 0 };
  });
  return { name: stem, folder, files, list, line };
}
