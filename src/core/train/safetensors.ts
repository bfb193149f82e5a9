import { AppError } from '../errors/app-error.ts';

/** A tensor in a file: float32, row-major. */
export interface StoredTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export interface SafetensorsContents {
  readonly tensors: Readonly<Record<string, StoredTensor>>;
  readonly metadata: Readonly<Record<string, string>>;
}

const HEADER_LENGTH_BYTES = 8;
/** The format's own limit. */
const MAX_HEADER_BYTES = 100_000_000;

/**
 * The safetensors format: header length (8 bytes, little endian), JSON header padded with spaces to 8 bytes, raw values. Tensors lie in
 * the order given. Gives the file in parts, each tensor's values when their turn comes, so that they are never all in memory together.
 */
export function* safetensorsParts({ tensors, metadata }: SafetensorsContents): Generator<Uint8Array, void, undefined> {
  let offset = 0;
  const entries = Object.entries(tensors).map(([name, { shape }]) => {
    const begin = offset;
    offset += 4 * shape.reduce((total, n) => total * n, 1);
    return [name, { dtype: 'F32', shape, data_offsets: [begin, offset] }] as const;
  });
  const json = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) }).replace(/[\u0080-\uffff]/g, escaped);
  const header = json.padEnd(Math.ceil(json.length / 8) * 8, ' ');
  const start = new Uint8Array(HEADER_LENGTH_BYTES + header.length);
  new DataView(start.buffer).setBigUint64(0, BigInt(header.length), true);
  for (let i = 0; i < header.length; i++) start[HEADER_LENGTH_BYTES + i] = header.charCodeAt(i);
  yield start;
  for (const tensor of Object.values(tensors)) {
    const { data } = tensor;
    yield new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  }
}

/** The file in parts, all at once. */
export const encodeSafetensors = (contents: SafetensorsContents): Uint8Array[] => [...safetensorsParts(contents)];

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * Where the values begin, from the first eight bytes of a file of `size` bytes. Errors: `checkpoint.unreadable` where the file has no
 * whole header.
 */
export function headerEnd(start: Uint8Array, size: number, file: string): number {
  if (start.length < HEADER_LENGTH_BYTES) throw unreadable(file, `it has ${String(start.length)} bytes, fewer than a header`);
  const length = Number(new DataView(start.buffer, start.byteOffset, start.byteLength).getBigUint64(0, true));
  if (length > MAX_HEADER_BYTES || HEADER_LENGTH_BYTES + length > size)
    throw unreadable(file, `its header should have ${String(length)} bytes, more than the file has`);
  return HEADER_LENGTH_BYTES + length;
}

/** The metadata of a file that begins with these bytes, up to `headerEnd`. Errors: `checkpoint.unreadable`. */
export function decodeMetadata(start: Uint8Array, file: string): SafetensorsContents['metadata'] {
  const header = parseHeader(start.subarray(HEADER_LENGTH_BYTES), (text, cause) => unreadable(file, text, cause));
  return (header['__metadata__'] ?? {}) as Record<string, string>;
}

const unreadable = (file: string, problem: string, cause?: unknown): AppError =>
  new AppError('checkpoint.unreadable', { file, problem }, { cause });

/** Reads a whole file. Errors: `checkpoint.unreadable` for anything that is not a whole file of float32 tensors. */
export function decodeSafetensors(bytes: Uint8Array, file: string): SafetensorsContents {
  const problem = (text: string, cause?: unknown): AppError => unreadable(file, text, cause);
  const from = headerEnd(bytes, bytes.length, file);
  const header = parseHeader(bytes.subarray(HEADER_LENGTH_BYTES, from), problem);
  const metadata = (header['__metadata__'] ?? {}) as Record<string, string>;
  const tensors: Record<string, StoredTensor> = {};
  for (const [name, value] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const { dtype, shape, data_offsets: offsets } = (value ?? {}) as { dtype?: unknown; shape?: unknown; data_offsets?: unknown };
    if (dtype !== 'F32') throw problem(`the tensor ${name} is of type ${String(dtype)}, expected F32`);
    if (!areCounts(shape) || !areCounts(offsets)) throw problem(`the tensor ${name} has no shape or no place`);
    const [begin = -1, end = -1] = offsets;
    const size = shape.reduce((total, n) => total * n, 1) * 4;
    if (begin < 0 || end - begin !== size || from + end > bytes.length)
      throw problem(
        `the tensor ${name} should lie at bytes ${String(begin)} to ${String(end)}, which the file does not have; it was cut short`,
      );
    // A copy, because the values need not lie at a multiple of four; of the buffer, since a Node Buffer's own slice shares memory.
    const at = bytes.byteOffset + from;
    tensors[name] = { shape, data: new Float32Array(bytes.buffer.slice(at + begin, at + end)) };
  }
  return { tensors, metadata };
}

const areCounts = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && (n as number) >= 0);

function parseHeader(bytes: Uint8Array, problem: (text: string, cause?: unknown) => AppError): Record<string, unknown> {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch (cause) {
    throw problem('its header is not JSON', cause);
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) throw problem('its header is not a JSON object');
  return header as Record<string, unknown>;
}
