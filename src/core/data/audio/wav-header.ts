import type { ListPosition } from '../../errors/catalogue/data.ts';
import { AppError } from '../../errors/app-error.ts';

/** A recording and the list line that asks for it, for error texts. */
export interface WavSource extends ListPosition {
  readonly file: string;
}

export interface WavHeader {
  readonly encoding: 'pcm' | 'float';
  /** Bits of the container of one value: 8, 16, 24, 32, 64. */
  readonly bits: number;
  readonly channels: number;
  /** Hertz. */
  readonly rate: number;
  /** Where the values begin, in bytes from the start of the file. */
  readonly offset: number;
  /** Values per channel. */
  readonly length: number;
}

/** At most `length` bytes of the file from `offset`; fewer at its end. */
export type ReadBytes = (offset: number, length: number) => Uint8Array;

/** Format tags seen in the wild (mmreg.h), for error texts; only 1 and 3 are read. */
const CODECS: Readonly<Record<number, string>> = {
  1: 'PCM',
  2: 'Microsoft ADPCM',
  3: 'float',
  6: 'A-law',
  7: 'mu-law',
  0x11: 'IMA ADPCM',
  0x31: 'GSM 6.10',
  0x50: 'MPEG',
  0x55: 'MP3',
};
const EXTENSIBLE = 0xfffe;

/** A writer to a pipe cannot know the size and announces (nearly) the largest number; the data then goes to the end of the file. */
const UNKNOWN_SIZE = 0x7ffff000;

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const text = (bytes: Uint8Array, from: number): string => String.fromCharCode(...bytes.subarray(from, from + 4));

interface Chunk {
  readonly id: string;
  readonly offset: number;
  readonly size: number;
}

/** The chunks after the twelve bytes of RIFF header, until `data` or the end; odd chunks are padded by one byte. */
function* chunks(read: ReadBytes, fileBytes: number): Generator<Chunk> {
  let position = 12;
  while (position + 8 <= fileBytes) {
    const head = read(position, 8);
    const chunk = { id: text(head, 0), offset: position + 8, size: view(head).getUint32(4, true) };
    yield chunk;
    if (chunk.id === 'data') return;
    position = chunk.offset + chunk.size + (chunk.size % 2);
  }
}

interface Format {
  readonly codec: number;
  readonly channels: number;
  readonly rate: number;
  readonly bits: number;
}

function parseFormat(bytes: Uint8Array, source: WavSource): Format {
  const fields = view(bytes);
  if (bytes.length < 16)
    throw new AppError('data.wav-malformed', {
      ...place(source),
      reason: `its format chunk has ${bytes.length} bytes, expected 16`,
    });
  const tag = fields.getUint16(0, true);
  const codec = tag === EXTENSIBLE && bytes.length >= 26 ? fields.getUint16(24, true) : tag;
  const [channels, rate, block] = [fields.getUint16(2, true), fields.getUint32(4, true), fields.getUint16(12, true)];
  if (channels === 0 || rate === 0)
    throw new AppError('data.wav-malformed', { ...place(source), reason: `it announces ${channels} channels at ${rate} Hz` });
  // 20 bits in a container of 24 are left-justified, so the container is what counts.
  const container = (8 * block) / channels;
  const announced = fields.getUint16(14, true);
  return { codec, channels, rate, bits: (codec === 1 || codec === 3) && container >= announced ? container : announced };
}

const place = ({ file, list, line }: WavSource): WavSource => ({ file, list, line });

function checkCodec({ codec, bits }: Format, source: WavSource): 'pcm' | 'float' {
  if (codec === 1 && [8, 16, 24, 32].includes(bits)) return 'pcm';
  if (codec === 3 && [32, 64].includes(bits)) return 'float';
  throw new AppError('data.wav-unsupported', { ...place(source), codec: CODECS[codec] ?? `codec 0x${codec.toString(16)}`, bits });
}

function checkRiff(head: Uint8Array, fileBytes: number, source: WavSource): void {
  if (fileBytes === 0) throw new AppError('data.wav-empty', place(source));
  const isRiff = text(head, 0) === 'RIFF' && (head.length < 12 || text(head, 8) === 'WAVE');
  if (!isRiff)
    throw new AppError('data.wav-malformed', {
      ...place(source),
      reason: `it begins with ${JSON.stringify(text(head, 0))}, not with RIFF/WAVE`,
    });
}

/**
 * The header of a wav file: RIFF/WAVE, plain or extensible, PCM of 8 to 32 bits or float. Reads the few bytes it needs, so a whole
 * data set is checked in seconds.
 *
 * Edge: `data` of unknown size (streams) goes to the end of the file; chunks in any order and number before it are passed over.
 * Errors: `data.wav-empty`, `data.wav-truncated`, `data.wav-malformed`, `data.wav-unsupported`.
 */
export function readWavHeader(read: ReadBytes, fileBytes: number, source: WavSource): WavHeader {
  const head = read(0, 12);
  checkRiff(head, fileBytes, source);
  const truncated = (expectedBytes: number): AppError =>
    new AppError('data.wav-truncated', { ...place(source), expectedBytes, foundBytes: fileBytes });
  let format: Format | null = null;
  for (const { id, offset, size } of chunks(read, fileBytes)) {
    if (id !== 'data' && offset + size > fileBytes) throw truncated(offset + size);
    if (id === 'fmt ') format = parseFormat(read(offset, Math.min(size, 40)), source);
    if (id !== 'data') continue;
    if (!format) throw new AppError('data.wav-malformed', { ...place(source), reason: 'its data comes before its format' });
    const encoding = checkCodec(format, source);
    const bytes = size >= UNKNOWN_SIZE ? fileBytes - offset : size;
    if (offset + bytes > fileBytes) throw truncated(offset + bytes);
    const length = Math.floor((8 * bytes) / (format.bits * format.channels));
    if (length === 0) throw new AppError('data.wav-empty', place(source));
    return { encoding, bits: format.bits, channels: format.channels, rate: format.rate, offset, length };
  }
  const announced = head.length < 8 ? 44 : 8 + view(head).getUint32(4, true);
  if (fileBytes < Math.max(44, announced)) throw truncated(Math.max(44, announced));
  throw new AppError('data.wav-malformed', { ...place(source), reason: 'it has no data chunk' });
}
