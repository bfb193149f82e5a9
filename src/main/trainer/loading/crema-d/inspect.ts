import { join, resolve } from 'node:path';
import { cremaD, type CremaDDefinition } from '../../../../core/data/crema-d.ts';
import type { ListEntry } from '../../../../core/data/list.ts';
import type { Report } from '../../../../core/data/report.ts';
import { AppError } from '../../../../core/errors/app-error.ts';
import { fileStats } from '../files.ts';
import { pictureFault } from '../picture-fault.ts';
import type { Inspect } from '../scanned-set.ts';
import type { FrameItem } from '../sources/picture-frames.ts';
import type { WavItem } from '../sources/wav-spectrogram.ts';
import { frameItem, wavItem } from './items.ts';

/** Looks at recordings and frames of single samples, going on after each fault. */
export function cremaDInspector(definition: CremaDDefinition, report: Report): Inspect {
  const folder = (name: string, field: string): string | null => {
    const path = resolve(definition.root, name);
    if (fileStats(path)?.isDirectory()) return path;
    report(new AppError('data.folder-missing', { folder: path }), { field });
    return null;
  };
  const recordings = folder(definition.audioFolder, 'audioFolder');
  const pictures = folder(definition.frames.folder, 'frames.folder');
  const [audio, video] = cremaD.modalities(definition);
  return (entry) => {
    const wav = recordings === null ? null : told(entry, report, () => recordingOf(recordings, entry));
    const frames = pictures === null ? null : told(entry, report, () => framesOf(pictures, entry, definition.frames.count));
    return [
      ...(wav ? [{ kind: 'wav-spectrogram', modality: audio, settings: definition.spectrogram, items: [wav] } as const] : []),
      ...(frames ? [{ kind: 'picture-frames', modality: video, settings: definition.frames, items: [frames] } as const] : []),
    ];
  };
}

/** What `look` finds, or null after its fault was reported. */
function told<T>({ stem }: ListEntry, report: Report, look: () => T): T | null {
  try {
    return look();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    report(error, { stem });
    return null;
  }
}

function recordingOf(folder: string, entry: ListEntry): WavItem {
  const { stem, list, line } = entry;
  const item = wavItem(folder, entry);
  if (item === null) throw new AppError('data.missing-wav', { file: join(folder, `${stem}.wav`), list, line, count: 1 });
  return item;
}

function framesOf(parent: string, entry: ListEntry, expected: number): FrameItem {
  const { stem, list, line } = entry;
  const item = frameItem(parent, entry);
  const folder = join(parent, stem);
  if (item === null) throw new AppError('data.missing-frames', { folder, list, line, count: 1 });
  const found = item.files.length;
  if (found < expected) throw new AppError('data.too-few-frames', { folder, found, expected, list, line, count: 1 });
  for (const { name } of item.files) {
    const file = join(folder, name);
    const reason = pictureFault(file);
    if (reason !== null) throw new AppError('data.image-corrupt', { file, list, line, reason });
  }
  return item;
}
