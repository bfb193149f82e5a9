import { text, truncated, unreadable, view, type ContainerFile, type ContainerHeader } from './container.ts';

interface Box {
  readonly type: string;
  /** Where its content begins and ends. */
  readonly from: number;
  readonly to: number;
}

/** Size of a box in bytes with its head of `head` bytes; one of size 0 goes to the end of what holds it. */
function sizeOf(fields: DataView, at: number, end: number): { size: number; head: number } {
  const short = fields.getUint32(0);
  if (short === 1) return { size: Number(fields.getBigUint64(8)), head: 16 };
  return { size: short === 0 ? end - at : short, head: 8 };
}

/** The boxes between two places. Errors: `data.clip-truncated` where one goes beyond the end of the file. */
function* boxes(file: ContainerFile, from: number, to: number): Generator<Box> {
  for (let at = from; at + 8 <= to;) {
    const bytes = file.read(at, 16);
    if (bytes.length < 8 || (bytes.length < 16 && view(bytes).getUint32(0) === 1)) throw truncated(file, at + 16);
    const { size, head } = sizeOf(view(bytes), at, to);
    const type = text(bytes, 4);
    if (size < head) throw unreadable(file, `its box ${JSON.stringify(type)} at byte ${at} announces ${size} bytes`);
    if (at + size > file.bytes) throw truncated(file, at + size);
    yield { type, from: at + head, to: at + size };
    at += size;
  }
}

function child(file: ContainerFile, { from, to }: Box, type: string): Box | null {
  for (const box of boxes(file, from, to)) if (box.type === type) return box;
  return null;
}

/** Length by the movie header: duration over time scale, of 32 or 64 bits by its version; null where it is not given. */
function secondsOf(file: ContainerFile, header: Box | null): number | null {
  const fields = header && view(file.read(header.from, 32));
  if (!fields || fields.byteLength < 32) return null;
  const isLong = fields.getUint8(0) === 1;
  const scale = fields.getUint32(isLong ? 20 : 12);
  const duration = isLong ? Number(fields.getBigUint64(24)) : fields.getUint32(16);
  return scale > 0 && duration > 0 && duration < 0xffffffff ? duration / scale : null;
}

/** Kinds of the tracks: `vide`, `soun` and others. */
function kindsOf(file: ContainerFile, movie: Box): Set<string> {
  const kinds = new Set<string>();
  for (const track of boxes(file, movie.from, movie.to)) {
    const media = track.type === 'trak' ? child(file, track, 'mdia') : null;
    const handler = media && child(file, media, 'hdlr');
    if (handler) kinds.add(text(file.read(handler.from + 8, 4), 0));
  }
  return kinds;
}

/** MP4 and QuickTime (ISO/IEC 14496-12): boxes within boxes; `moov` tells the tracks. */
export function readMp4Header(file: ContainerFile): ContainerHeader {
  let movie: Box | null = null;
  // All boxes, since a file that was cut off shows it in its last.
  for (const box of boxes(file, 0, file.bytes)) if (box.type === 'moov') movie = box;
  if (!movie) throw unreadable(file, 'it has no index ("moov"), as when a download or a recording was broken off');
  const kinds = kindsOf(file, movie);
  return {
    container: 'mp4',
    hasSound: kinds.has('soun'),
    hasVideo: kinds.has('vide'),
    seconds: secondsOf(file, child(file, movie, 'mvhd')),
  };
}
