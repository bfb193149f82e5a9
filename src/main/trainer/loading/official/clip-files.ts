import { join } from 'node:path';
import { frameName } from '../../../../core/data/image/kinetics-frames.ts';
import type { ListEntry } from '../../../../core/data/list.ts';
import { AppError } from '../../../../core/errors/app-error.ts';
import { fileStats, folderNames } from '../files.ts';
import { pictureFault } from '../picture-fault.ts';
import type { FrameItem } from '../sources/picture-frames.ts';
import type { FeatureItem } from '../sources/stored-features.ts';
import type { WhyLeftOut } from './left-out.ts';

/** A frame folder needs more files than this. */
const TOO_FEW = 3;

/** Whether a folder of frames is one that the official loaders take. Every file in it counts, as there. */
export function framesFault(folder: string, least = TOO_FEW): WhyLeftOut | null {
  const files = folderNames(folder);
  if (files === null) return { kind: 'without a folder of frames', reason: `there is no folder ${folder}` };
  if (files.length > least) return null;
  const kind = least === 0 ? 'without a frame' : `with no more than ${least} frames`;
  return { kind, reason: `${folder} holds ${files.length} files, more than ${least} are needed` };
}

/** The file of features, its size looked at. Errors: `data.missing-features`. */
export function featureItem(file: string, { stem, list, line }: ListEntry): FeatureItem {
  const stats = fileStats(file);
  if (!stats?.isFile()) throw new AppError('data.missing-features', { file, list, line, count: 1 });
  return { name: stem, file, bytes: stats.size, changedMs: stats.mtimeMs, list, line };
}

/**
 * Numbered frames without a gap among those that a loader can ask for, which are the first nine. Frames of other names are taken in the
 * order of their names.
 *
 * Errors: `data.missing-frame`.
 */
export function checkNumbered({ folder, files, list, line }: FrameItem): void {
  const names = new Set(files.map(({ name }) => name));
  if (![...names].some((name) => name.startsWith('frame_'))) return;
  for (let number = 1; number <= Math.min(9, files.length); number++)
    if (!names.has(frameName(number)))
      throw new AppError('data.missing-frame', { file: join(folder, frameName(number)), list, line, count: 1 });
}

/** The first bytes of every picture. Errors: `data.image-corrupt`. */
export function lookAtPictures({ folder, files, list, line }: FrameItem): void {
  for (const { name } of files) {
    const file = join(folder, name);
    const reason = pictureFault(file);
    if (reason !== null) throw new AppError('data.image-corrupt', { file, list, line, reason });
  }
}
