import { truncated, unreadable, view, type ContainerFile, type ContainerHeader } from './container.ts';

const SEGMENT = 0x18538067;
const INFO = 0x1549a966;
const TIMESTAMP_SCALE = 0x2ad7b1;
const DURATION = 0x4489;
const TRACKS = 0x1654ae6b;
const TRACK_ENTRY = 0xae;
const TRACK_TYPE = 0x83;
const CLUSTER = 0x1f43b675;

interface Element {
  readonly id: number;
  readonly from: number;
  /** The end of the file where its writer did not know. */
  readonly to: number;
}

/** A number whose first byte tells its length by its leading zeros; the mark itself stays in or is taken out. */
function variable(
  bytes: Uint8Array,
  at: number,
  keepsMark: boolean,
): { value: number; length: number; isUnknown: boolean } | null {
  const first = bytes[at];
  if (first === undefined || first === 0) return null;
  const length = Math.clz32(first) - 23;
  if (at + length > bytes.length) return null;
  const mark = 0x80 >> (length - 1);
  let value = keepsMark ? first : first & (mark - 1);
  let isUnknown = (first & (mark - 1)) === mark - 1;
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i] ?? 0;
    value = value * 256 + byte;
    isUnknown &&= byte === 0xff;
  }
  return { value, length, isUnknown };
}

/** Elements between two places. Errors: `data.clip-truncated` where one goes beyond the end of the file. */
function* elements(file: ContainerFile, from: number, to: number): Generator<Element> {
  for (let at = from; at < to;) {
    const head = file.read(at, 12);
    const id = variable(head, 0, true);
    const size = id && variable(head, id.length, false);
    if (!id || !size) throw head.length < 12 ? truncated(file, at + 12) : unreadable(file, `byte ${at} begins no element`);
    const begin = at + id.length + size.length;
    const end = size.isUnknown ? file.bytes : begin + size.value;
    if (end > file.bytes) throw truncated(file, end);
    yield { id: id.value, from: begin, to: end };
    at = end;
  }
}

/** An unsigned whole number of up to eight bytes. */
const unsigned = ({ read }: ContainerFile, { from, to }: Element): number =>
  read(from, Math.min(8, to - from)).reduce((value, byte) => value * 256 + byte, 0);

function float({ read }: ContainerFile, { from, to }: Element): number {
  const bytes = read(from, Math.min(8, to - from));
  if (bytes.length === 8) return view(bytes).getFloat64(0);
  return bytes.length === 4 ? view(bytes).getFloat32(0) : Number.NaN;
}

function secondsOf(file: ContainerFile, info: Element): number | null {
  let [scale, duration] = [1e6, Number.NaN];
  for (const element of elements(file, info.from, info.to)) {
    if (element.id === TIMESTAMP_SCALE) scale = unsigned(file, element);
    if (element.id === DURATION) duration = float(file, element);
  }
  return Number.isFinite(duration) ? (duration * scale) / 1e9 : null;
}

/** Types of the tracks: 1 video, 2 sound. */
function typesOf(file: ContainerFile, tracks: Element): Set<number> {
  const types = new Set<number>();
  for (const track of elements(file, tracks.from, tracks.to)) {
    if (track.id !== TRACK_ENTRY) continue;
    for (const element of elements(file, track.from, track.to)) if (element.id === TRACK_TYPE) types.add(unsigned(file, element));
  }
  return types;
}

function segmentOf(file: ContainerFile): Element {
  for (const element of elements(file, 0, file.bytes)) if (element.id === SEGMENT) return element;
  throw unreadable(file, 'it holds no segment');
}

/** Matroska and WebM (RFC 9559): elements within elements; those before the first cluster tell length and tracks. */
export function readMatroskaHeader(file: ContainerFile): ContainerHeader {
  const segment = segmentOf(file);
  let seconds: number | null = null;
  let types: Set<number> | null = null;
  for (const element of elements(file, segment.from, segment.to)) {
    if (element.id === INFO) seconds = secondsOf(file, element);
    if (element.id === TRACKS) types = typesOf(file, element);
    if (element.id === CLUSTER) break;
  }
  if (!types) throw unreadable(file, 'it names no tracks before its first pictures');
  return { container: 'matroska', hasSound: types.has(2), hasVideo: types.has(1), seconds };
}
