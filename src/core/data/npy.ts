import { AppError } from '../errors/app-error.ts';
import { asFloat32 } from './numpy/as-float32.ts';
import { elementType, type ElementType } from './numpy/element-type.ts';
import { rowMajor } from './numpy/row-major.ts';
import { decodeUtf8 } from './utf8.ts';

/** What the header of a .npy file says. */
export interface NpyHeader {
  readonly shape: readonly number[];
  readonly type: ElementType;
  readonly fortranOrder: boolean;
  /** Where the values begin, in bytes from the start of the file. */
  readonly offset: number;
}

export interface NpyArray {
  readonly shape: readonly number[];
  /** In C order: the last axis runs fastest. */
  readonly data: Float32Array;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

const malformed = (file: string, reason: string): AppError => new AppError('data.npy-malformed', { file, reason });

/** Where the header's text lies: two bytes of length in version 1, four in 2 and 3. */
function textRange(bytes: Uint8Array, file: string): { from: number; to: number } {
  if (bytes.length < 10 || MAGIC.some((byte, i) => bytes[i] !== byte)) throw malformed(file, 'it does not begin as one');
  const version = bytes[6] ?? 0;
  if (version < 1 || version > 3) throw malformed(file, `its version is ${version}, known are 1 to 3`);
  const from = version === 1 ? 10 : 12;
  const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(8, from);
  const to = from + a + 256 * b + 65_536 * c + 16_777_216 * d;
  if (to > bytes.length) throw new AppError('data.npy-truncated', { file, expectedBytes: to, foundBytes: bytes.length });
  return { from, to };
}

/** `(3, 4)`, `(3,)`, `()`, and the `(3L, 4L)` of Python 2. */
function parseShape(text: string): number[] | null {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  return parts.every((part) => /^\d+L?$/.test(part)) ? parts.map((part) => parseInt(part, 10)) : null;
}

/**
 * Reads the header alone; `bytes` may be the start of the file.
 *
 * Errors: `data.npy-malformed`, `data.npy-truncated`, `data.npy-unsupported` (object, text, complex and structured arrays).
 */
export function npyHeader(bytes: Uint8Array, file: string): NpyHeader {
  const { from, to } = textRange(bytes, file);
  const decoded = decodeUtf8(bytes.subarray(from, to));
  if (!decoded.ok) throw malformed(file, 'its header is not text');
  const [, descr] = /['"]descr['"]\s*:\s*(\[.*\]|['"][^'"]*['"])/s.exec(decoded.text) ?? [];
  const [, order] = /['"]fortran_order['"]\s*:\s*(True|False)/.exec(decoded.text) ?? [];
  const [, sizes] = /['"]shape['"]\s*:\s*\(([^)]*)\)/.exec(decoded.text) ?? [];
  const shape = sizes === undefined ? null : parseShape(sizes);
  if (descr === undefined || order === undefined || shape === null)
    throw malformed(file, `its header lacks descr, fortran_order or shape: ${decoded.text.trim().slice(0, 120)}`);
  const name = descr.replace(/^['"]|['"]$/g, '');
  const type = elementType(name);
  if (!type) throw new AppError('data.npy-unsupported', { file, type: name === '|O' ? '|O (Python objects)' : name });
  return { shape, type, fortranOrder: order === 'True', offset: to };
}

/**
 * The array of a .npy file as float32 in C order, whatever its byte order, memory order and number type. Versions 1 to 3; bytes after
 * the last value are ignored, as numpy.load does. Nothing in the file is executed: object arrays, which need Python's pickle, are refused.
 *
 * `file` is for error texts. Errors: those of `npyHeader`.
 */
export function readNpy(bytes: Uint8Array, file: string): NpyArray {
  const { shape, type, fortranOrder, offset } = npyHeader(bytes, file);
  const end = offset + product(shape) * type.bytes;
  if (bytes.length < end) throw new AppError('data.npy-truncated', { file, expectedBytes: end, foundBytes: bytes.length });
  const values = asFloat32(bytes.subarray(offset, end), type);
  return { shape, data: fortranOrder && shape.length > 1 ? rowMajor(values, shape) : values };
}
