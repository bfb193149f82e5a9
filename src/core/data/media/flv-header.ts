import { truncated, unreadable, view, type ContainerFile, type ContainerHeader } from './container.ts';

/** Kinds of tag. */
const SOUND = 8;
const VIDEO = 9;
const SCRIPT = 18;
const KINDS: ReadonlySet<number> = new Set([SOUND, VIDEO, SCRIPT]);

const TAG_BYTES = 11;
const SIZE_BYTES = 4;

/** Tags looked at to tell whether there is sound and video: they alternate from the start. */
const LOOKED_AT = 64;

interface Tag {
  readonly kind: number;
  /** Bytes with its head, without the size after it. */
  readonly bytes: number;
  readonly seconds: number;
}

/** The tag at a place, or null where there is none. */
function tagAt({ read }: ContainerFile, offset: number): Tag | null {
  const head = read(offset, TAG_BYTES);
  if (head.length < TAG_BYTES) return null;
  const fields = view(head);
  const kind = fields.getUint8(0) & 0x1f;
  const milliseconds = (fields.getUint8(7) << 24) | (fields.getUint32(4) >>> 8);
  return KINDS.has(kind) ? { kind, bytes: TAG_BYTES + (fields.getUint32(0) & 0xffffff), seconds: milliseconds / 1000 } : null;
}

/** All tags from `offset` on, up to the end or to what is no tag. Errors: `data.clip-truncated` where the file ends within one. */
function* tags(file: ContainerFile, offset: number): Generator<Tag> {
  for (let at = offset; at !== file.bytes;) {
    if (at + TAG_BYTES > file.bytes) throw truncated(file, at + TAG_BYTES);
    const tag = tagAt(file, at);
    if (!tag) return;
    const next = at + tag.bytes + SIZE_BYTES;
    if (next > file.bytes) throw truncated(file, next);
    yield tag;
    at = next;
  }
}

/** The last tag by the size that the file ends with, or null where that does not fit: cut off, or written without sizes. */
function lastTag(file: ContainerFile): Tag | null {
  const size = file.read(file.bytes - SIZE_BYTES, SIZE_BYTES);
  const bytes = size.length === SIZE_BYTES ? view(size).getUint32(0) : 0;
  const at = file.bytes - SIZE_BYTES - bytes;
  const tag = bytes > 0 && at > 0 ? tagAt(file, at) : null;
  return tag?.bytes === bytes ? tag : null;
}

/** Kinds among the first tags. */
function firstKinds(file: ContainerFile, offset: number): Set<number> {
  const kinds = new Set<number>();
  let looked = 0;
  for (const { kind } of tags(file, offset)) {
    kinds.add(kind);
    if (++looked === LOOKED_AT || (kinds.has(SOUND) && kinds.has(VIDEO))) break;
  }
  return kinds;
}

/** Flash video (Adobe, FLV file format 10.1): a head of 9 bytes, then tags, each followed by its size. */
export function readFlvHeader(file: ContainerFile): ContainerHeader {
  const head = file.read(0, 9);
  if (head.length < 9) throw truncated(file, 9);
  const first = view(head).getUint32(5) + SIZE_BYTES;
  const kinds = firstKinds(file, first);
  let last = lastTag(file);
  if (!last) for (const tag of tags(file, first)) last = tag;
  if (!last) throw unreadable(file, 'it holds no tag after its header');
  return { container: 'flv', hasSound: kinds.has(SOUND), hasVideo: kinds.has(VIDEO), seconds: last.seconds };
}
