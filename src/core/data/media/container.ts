import { AppError } from '../../errors/app-error.ts';
import type { ClipParams } from '../../errors/catalogue/data-media.ts';
import type { ReadBytes } from '../audio/wav-header.ts';
import { readAviHeader } from './avi-header.ts';
import { readFlvHeader } from './flv-header.ts';
import { readMatroskaHeader } from './matroska-header.ts';
import { readMp4Header } from './mp4-header.ts';

/** What a clip's container says of itself. */
export interface ContainerHeader {
  readonly container: 'flv' | 'mp4' | 'matroska' | 'avi';
  readonly hasSound: boolean;
  readonly hasVideo: boolean;
  /** Length in seconds; null where the container does not say. */
  readonly seconds: number | null;
}

/** A file under examination: a few bytes of it are read, wherever they lie. */
export interface ContainerFile {
  readonly read: ReadBytes;
  readonly bytes: number;
  readonly source: ClipParams;
}

const place = ({ file, list, line }: ClipParams): ClipParams => ({ file, list, line });

/** The file needs `expected` bytes and has fewer. */
export const truncated = ({ source, bytes }: ContainerFile, expected: number): AppError =>
  new AppError('data.clip-truncated', { ...place(source), expectedBytes: expected, foundBytes: bytes });

export const unreadable = ({ source }: ContainerFile, reason: string): AppError =>
  new AppError('data.clip-unreadable', { ...place(source), reason });

export const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export const text = (bytes: Uint8Array, from: number, length = 4): string =>
  String.fromCharCode(...bytes.subarray(from, from + length));

/** First boxes of an mp4 or QuickTime file. */
const MP4_FIRST = new Set(['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot']);

function readerOf(head: Uint8Array): ((file: ContainerFile) => ContainerHeader) | null {
  if (text(head, 0, 3) === 'FLV') return readFlvHeader;
  if (text(head, 0) === 'RIFF' && text(head, 8) === 'AVI ') return readAviHeader;
  if (head.length >= 4 && view(head).getUint32(0) === 0x1a45dfa3) return readMatroskaHeader;
  return MP4_FIRST.has(text(head, 4)) ? readMp4Header : null;
}

/**
 * The header of a clip: flv, mp4 (mov, m4v, 3gp), webm and mkv, avi. Whether the container is whole is told from its own sizes, so a clip
 * that was cut off is found without decoding it, in a handful of small reads.
 *
 * Errors: `data.clip-empty`, `data.clip-truncated`, `data.clip-unreadable`.
 */
export function readContainer(file: ContainerFile): ContainerHeader {
  if (file.bytes === 0) throw new AppError('data.clip-empty', place(file.source));
  const head = file.read(0, 12);
  const reader = readerOf(head);
  if (reader) return reader(file);
  throw unreadable(file, `it begins with ${JSON.stringify(text(head, 0, 8))}, as no video does that is read here`);
}
