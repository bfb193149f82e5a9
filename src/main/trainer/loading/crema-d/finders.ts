import { join, resolve } from 'node:path';
import { cremaDModalities, type CremaDDefinition } from '../../../../core/data/crema-d.ts';
import type { ListedSet } from '../scanned-set.ts';
import type { Report } from '../../../../core/data/report.ts';
import { AppError } from '../../../../core/errors/app-error.ts';
import { fileStats } from '../files.ts';
import { frameItem, wavItem } from '../items.ts';
import type { Finder } from '../layout-loader.ts';
import { pictureFault } from '../picture-fault.ts';
import type { FrameItem, FramePlan } from '../sources/picture-frames.ts';
import type { WavPlan } from '../sources/wav-spectrogram.ts';

/** Recordings and folders of frames, by stem. */
export function cremaDFinders(definition: CremaDDefinition, _listed: ListedSet, report?: Report): Finder[] {
  const { root, audioFolder, spectrogram, frames } = definition;
  const [audio, video] = cremaDModalities(definition);
  const recordings = resolve(root, audioFolder);
  const pictures = resolve(root, frames.folder);
  const sound: Finder<WavPlan> = {
    plan: { kind: 'wav-spectrogram', modality: audio, settings: spectrogram },
    find: (entry) => wavItem(recordings, entry),
  };
  const shown: Finder<FramePlan> = {
    plan: { kind: 'picture-frames', modality: video, settings: frames },
    find: (entry) => frameItem(pictures, entry, frames.count),
    look: lookAtPictures,
  };
  return [
    ...(isThere(recordings, 'audioFolder', report) ? [sound as Finder] : []),
    ...(isThere(pictures, 'frames.folder', report) ? [shown as Finder] : []),
  ];
}

/** Whether the folder of a field is there; told where it is not. Where nobody asks, its samples tell. */
function isThere(folder: string, field: string, report: Report | undefined): boolean {
  if (!report || fileStats(folder)?.isDirectory()) return true;
  report(new AppError('data.folder-missing', { folder }), { field });
  return false;
}

/** The first bytes of every picture. Errors: `data.image-corrupt`. */
function lookAtPictures({ folder, files, list, line }: FrameItem): void {
  for (const { name } of files) {
    const file = join(folder, name);
    const reason = pictureFault(file);
    if (reason !== null) throw new AppError('data.image-corrupt', { file, list, line, reason });
  }
}
