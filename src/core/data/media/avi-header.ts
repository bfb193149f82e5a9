import { text, truncated, unreadable, view, type ContainerFile, type ContainerHeader } from './container.ts';

interface Chunk {
  readonly id: string;
  readonly from: number;
  readonly to: number;
}

/** The chunks between two places; odd ones are padded by one byte. */
function* chunks({ read }: ContainerFile, from: number, to: number): Generator<Chunk> {
  for (let at = from; at + 8 <= to;) {
    const head = read(at, 8);
    if (head.length < 8) return;
    const size = view(head).getUint32(4, true);
    yield { id: text(head, 0), from: at + 8, to: Math.min(to, at + 8 + size) };
    at += 8 + size + (size % 2);
  }
}

/** A list of a kind among the chunks between two places; the four letters of its kind are part of its content. */
function* lists(file: ContainerFile, kind: string, from: number, to: number): Generator<Chunk> {
  for (const chunk of chunks(file, from, to))
    if (chunk.id === 'LIST' && text(file.read(chunk.from, 4), 0) === kind) yield { ...chunk, from: chunk.from + 4 };
}

function headerList(file: ContainerFile): Chunk {
  for (const list of lists(file, 'hdrl', 12, file.bytes)) return list;
  throw unreadable(file, 'it has no header list');
}

/** Microseconds a frame times frames, from the main header. */
function secondsOf(file: ContainerFile, { from, to }: Chunk): number | null {
  for (const chunk of chunks(file, from, to)) {
    const fields = chunk.id === 'avih' ? view(file.read(chunk.from, 20)) : null;
    if (!fields || fields.byteLength < 20) continue;
    const seconds = (fields.getUint32(0, true) * fields.getUint32(16, true)) / 1e6;
    return seconds > 0 ? seconds : null;
  }
  return null;
}

/** AVI (Microsoft, RIFF): the header list names the streams. */
export function readAviHeader(file: ContainerFile): ContainerHeader {
  const needed = 8 + view(file.read(4, 4)).getUint32(0, true);
  if (needed > file.bytes) throw truncated(file, needed);
  const header = headerList(file);
  const kinds = new Set<string>();
  for (const stream of lists(file, 'strl', header.from, header.to))
    for (const chunk of chunks(file, stream.from, stream.to))
      if (chunk.id === 'strh') kinds.add(text(file.read(chunk.from, 4), 0));
  return { container: 'avi', hasSound: kinds.has('auds'), hasVideo: kinds.has('vids'), seconds: secondsOf(file, header) };
}
