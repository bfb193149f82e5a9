import { AppError } from '../../../../core/errors/app-error.ts';
import type { ClipParams } from '../../../../core/errors/catalogue/data-media.ts';
import {
  AVDISCARD_ALL,
  AVERROR_EACCES,
  AVERROR_ENOENT,
  AVMEDIA_TYPE_AUDIO,
  AVMEDIA_TYPE_VIDEO,
  Dictionary,
  FFmpegError,
  FormatContext,
  type Stream,
} from './libav.ts';

/** A media file and the list line that asks for it, for error texts. */
export type ClipSource = ClipParams;

/** An open file; streams not asked for are passed over unread. */
export interface Media {
  readonly source: ClipSource;
  readonly format: FormatContext;
  readonly video: Stream | null;
  readonly audio: Stream | null;
}

/**
 * Containers that are let through. Others, such as playlists, may name further files or addresses, and nothing is ever read but the file
 * itself.
 */
const CONTAINERS = 'flv,live_flv,mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,asf,wav,mp3,flac,ogg,aac';

const place = ({ file, list, line }: ClipSource): ClipSource => ({ file, list, line });

/** A fault of the libraries as one of ours. */
export function mediaFault(source: ClipSource, code: number): AppError {
  if (code === Number(AVERROR_ENOENT)) return new AppError('data.file-unreadable', { file: source.file, reason: 'ENOENT' });
  if (code === Number(AVERROR_EACCES)) return new AppError('data.file-unreadable', { file: source.file, reason: 'EACCES' });
  return new AppError('data.clip-unreadable', { ...place(source), reason: FFmpegError.strerror(code) });
}

function opened(source: ClipSource): FormatContext {
  const format = new FormatContext();
  const options = Dictionary.fromObject({ format_whitelist: CONTAINERS, protocol_whitelist: 'file' });
  try {
    const code = format.openInputSync(`file:${source.file}`, null, options);
    if (code < 0) throw mediaFault(source, code);
    return format;
  } finally {
    options.free();
  }
}

/** The best stream of a kind, where there is one whose form is known. A cover picture is no video. */
function best(format: FormatContext, kind: typeof AVMEDIA_TYPE_AUDIO): Stream | null {
  const index = format.findBestStream(kind);
  return index < 0 ? null : (format.streams[index] ?? null);
}

/**
 * Runs `use` with an open media file and closes it, whatever happens.
 * Errors: `data.file-unreadable`, `data.clip-unreadable`, and what `use` throws.
 */
export function withMedia<T>(source: ClipSource, use: (media: Media) => T): T {
  const format = opened(source);
  try {
    return use(streamsOf(source, format));
  } finally {
    format.closeInputSync();
  }
}

/** The same for a generator: the file stays open until its reader is done with it. */
export function* eachOfMedia<T>(source: ClipSource, use: (media: Media) => Generator<T>): Generator<T> {
  const format = opened(source);
  try {
    yield* use(streamsOf(source, format));
  } finally {
    format.closeInputSync();
  }
}

function streamsOf(source: ClipSource, format: FormatContext): Media {
  const code = format.findStreamInfoSync();
  if (code < 0) throw mediaFault(source, code);
  return { source, format, video: best(format, AVMEDIA_TYPE_VIDEO), audio: best(format, AVMEDIA_TYPE_AUDIO) };
}

/** Reads no other stream than this one. */
export function keepOnly(format: FormatContext, kept: Stream): void {
  for (const stream of format.streams) if (stream.index !== kept.index) stream.discard = AVDISCARD_ALL;
}
