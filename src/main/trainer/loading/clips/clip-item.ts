import type { ListEntry } from '../../../../core/data/list.ts';
import { AppError } from '../../../../core/errors/app-error.ts';
import type { ClipParams } from '../../../../core/errors/catalogue/data-media.ts';
import { clipHeader } from '../media/clip-header.ts';
import type { ClipItem } from '../sources/clip-frames.ts';

/** What is to be taken from a clip. */
export type ClipPart = 'sound' | 'video';

/**
 * A clip with its size and header looked at.
 * Errors: `data.clip-missing`, `data.clip-no-sound`, `data.clip-no-video`, those of the header.
 */
export function clipItem(file: string, { stem, list, line }: ListEntry, part: ClipPart): ClipItem {
  const source: ClipParams = { file, list, line };
  const header = clipHeader(source, stem);
  if (!header) throw new AppError('data.clip-missing', { ...source, count: 1 });
  if (part === 'sound' && !header.hasSound) throw new AppError('data.clip-no-sound', { ...source, count: 1 });
  if (part === 'video' && !header.hasVideo) throw new AppError('data.clip-no-video', { ...source, count: 1 });
  return { ...header.identity, ...source, ...(header.seconds === null ? {} : { seconds: header.seconds }) };
}
