import { readContainer, type ContainerHeader } from '../../../../core/data/media/container.ts';
import type { ClipParams } from '../../../../core/errors/catalogue/data-media.ts';
import { fileStats, withFile } from '../files.ts';
import type { FileIdentity } from '../sources/source.ts';

/** A clip as a file, and what its container says. */
export interface ClipHeader extends ContainerHeader {
  readonly identity: FileIdentity;
}

/** Read of a clip at once: enough for the heads of most. */
const PREFIX_BYTES = 1024;

/**
 * Size, time of change and header of a clip, in a few small reads without the media libraries; null where there is no such file.
 * Errors: those of `readContainer`, `data.file-unreadable`.
 */
export function clipHeader(source: ClipParams, name: string): ClipHeader | null {
  const stats = fileStats(source.file);
  if (!stats?.isFile()) return null;
  const { size: bytes, mtimeMs } = stats;
  const header = withFile(source.file, (read) => readContainer({ read, bytes, source }), PREFIX_BYTES);
  return { ...header, identity: { name, bytes, changedMs: mtimeMs } };
}
