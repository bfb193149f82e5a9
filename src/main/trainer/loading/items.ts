import { join } from 'node:path';
import { readWavHeader } from '../../../core/data/audio/wav-header.ts';
import type { ListEntry } from '../../../core/data/list.ts';
import { AppError } from '../../../core/errors/app-error.ts';
import { fileStats, folderNames, withFile } from './files.ts';
import type { FrameItem } from './sources/picture-frames.ts';
import type { WavItem } from './sources/wav-spectrogram.ts';

const PICTURE = /\.(jpe?g|png)$/i;

/** The recording `<stem>.wav` with its size, its header checked. Errors: `data.missing-wav`, those of the header. */
export function wavItem(folder: string, { stem, list, line }: ListEntry): WavItem {
  const file = join(folder, `${stem}.wav`);
  const stats = fileStats(file);
  if (!stats?.isFile()) throw new AppError('data.missing-wav', { file, list, line, count: 1 });
  const { length, rate } = withFile(file, (read) => readWavHeader(read, stats.size, { file, list, line }));
  return { name: stem, file, bytes: stats.size, changedMs: stats.mtimeMs, list, line, seconds: length / rate };
}

/** The pictures of the folder `<stem>`, sorted by name. Errors: `data.missing-frames`, `data.too-few-frames`. */
export function frameItem(parent: string, { stem, list, line }: ListEntry, expected: number): FrameItem {
  const folder = join(parent, stem);
  const names = folderNames(folder)?.filter((name) => PICTURE.test(name));
  if (!names) throw new AppError('data.missing-frames', { folder, list, line, count: 1 });
  if (names.length < expected)
    throw new AppError('data.too-few-frames', { folder, found: names.length, expected, list, line, count: 1 });
  const files = names.map((name) => {
    const stats = fileStats(join(folder, name));
    return { name, bytes: stats?.size ?? 0, changedMs: stats?.mtimeMs ?? 0 };
  });
  return { name: stem, folder, files, list, line };
}
