import { closeSync, openSync, readSync } from 'node:fs';
import { asFloat32 } from '../../../../core/data/numpy/as-float32.ts';
import type { ElementType } from '../../../../core/data/numpy/element-type.ts';
import { rowMajor } from '../../../../core/data/numpy/row-major.ts';
import { AppError } from '../../../../core/errors/app-error.ts';
import { FilePart } from './file-reader.ts';
import type { PickledArray } from './numpy-objects.ts';

/** Where bytes lie: in memory, or in the file from `offset` on. */
type Place = Uint8Array | { readonly offset: number; readonly length: number; readonly form: FilePart['form'] };

/** An array of numbers of a pickle, as plain data that another thread can read the file by. Shape: [rows, ...]. */
export interface StoredArray {
  readonly file: string;
  /** Where it was found, as in "train/text". */
  readonly key: string;
  readonly shape: readonly number[];
  readonly type: ElementType;
  readonly fortranOrder: boolean;
  readonly place: Place;
}

const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);

/** Values of one row: what the axes after the first hold. */
export const rowLength = ({ shape }: Pick<StoredArray, 'shape'>): number => product(shape.slice(1));

/**
 * The array as plain data. Errors: `data.array-not-numbers` (objects, texts), `data.pickle-malformed` where the bytes are not as many as
 * the shape wants.
 */
export function storedArray(file: string, key: string, array: PickledArray): StoredArray {
  const { shape, type, fortranOrder, content } = array;
  const numbers = type.numbers;
  if (!numbers || Array.isArray(content)) throw new AppError('data.array-not-numbers', { file, key, type: type.name });
  const { length } = content;
  const expected = product(shape) * numbers.bytes;
  const isPlain = !(content instanceof FilePart) || content.form === 'bytes';
  if (isPlain ? length !== expected : length < expected)
    throw new AppError('data.pickle-malformed', {
      file,
      reason: `"${key}" has ${length} bytes, its shape [${shape.join(', ')}] wants ${expected}`,
    });
  const place = content instanceof FilePart ? { offset: content.offset, length, form: content.form } : (content as Uint8Array);
  return { file, key, shape, type: numbers, fortranOrder: fortranOrder && shape.length > 1, place };
}

/** A read in pieces: one call of the system gives 2 GiB at most. */
const PIECE = 2 ** 28;

function bytesAt(file: string, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  const fd = openSync(file, 'r');
  try {
    for (let done = 0; done < length;) {
      const read = readSync(fd, bytes, done, Math.min(PIECE, length - done), offset + done);
      if (read === 0)
        throw new AppError('data.pickle-truncated', { file, expectedBytes: offset + length, foundBytes: offset + done });
      done += read;
    }
  } finally {
    closeSync(fd);
  }
  return bytes;
}

/** Bytes that stand as the characters of their numbers in UTF-8: one byte below 128, two from there on. */
function fromUtf8(text: Uint8Array, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (let to = 0; to < length; to++) {
    const first = text[at++] ?? 0;
    bytes[to] = first < 0x80 ? first : ((first & 0x03) << 6) | ((text[at++] ?? 0) & 0x3f);
  }
  return bytes;
}

/** All bytes of the array, unwrapped. */
function wholeBytes({ file, shape, type, place }: StoredArray): Uint8Array {
  if (place instanceof Uint8Array) return place;
  const bytes = bytesAt(file, place.offset, place.length);
  return place.form === 'bytes' ? bytes : fromUtf8(bytes, product(shape) * type.bytes);
}

/** Whether a row is one run of bytes in the file. */
const isRunning = ({ place, fortranOrder }: StoredArray): boolean =>
  !fortranOrder && (place instanceof Uint8Array || place.form === 'bytes');

/** The whole of the last array whose rows are no runs of bytes: its samples are asked for one after the other. */
let kept: { readonly id: string; readonly values: Float32Array } | null = null;

function wholeValues(array: StoredArray): Float32Array {
  const values = asFloat32(wholeBytes(array), array.type);
  return array.fortranOrder ? rowMajor(values, array.shape) : values;
}

function keptValues(array: StoredArray): Float32Array {
  const { file, key, place } = array;
  const id = `${file}\0${key}\0${place instanceof Uint8Array ? 'memory' : place.offset}`;
  if (kept?.id !== id) kept = { id, values: wholeValues(array) };
  return kept.values;
}

/** Bytes looked at in one read. */
const LOOKED_AT = 2 ** 24;

/** Place of the first value that is not 0 in each row, -1 where all are 0; from the bytes, so that nothing is converted. */
function firstValues(bytes: Uint8Array, rows: number, valueBytes: number): number[] {
  const length = bytes.length / rows;
  return Array.from({ length: rows }, (_, row) => {
    let at = row * length;
    while (at < (row + 1) * length && bytes[at] === 0) at++;
    return at === (row + 1) * length ? -1 : Math.floor((at - row * length) / valueBytes);
  });
}

/**
 * The first step of each row that is not all zeros, -1 where there is none. Shape of the array: [rows, steps, features]. (A value of -0
 * counts as filled where rows are runs of bytes.)
 */
export function firstSteps(array: StoredArray): readonly number[] {
  const found = known.get(array) ?? lookForSteps(array);
  known.set(array, found);
  return found;
}

const known = new WeakMap<StoredArray, readonly number[]>();

function lookForSteps(array: StoredArray): number[] {
  const [rows = 0, , features = 1] = array.shape;
  const length = rowLength(array);
  const found: number[] = [];
  const atOnce = Math.max(1, Math.floor(LOOKED_AT / (length * array.type.bytes)));
  for (let from = 0; from < rows; from += atOnce) {
    const to = Math.min(rows, from + atOnce);
    const places = isRunning(array)
      ? firstValues(rowBytes(array, from, to), to - from, array.type.bytes)
      : Array.from({ length: to - from }, (_, i) => readRows(array, from + i, from + i + 1).findIndex((value) => value !== 0));
    found.push(...places.map((place) => (place < 0 ? -1 : Math.floor(place / features))));
  }
  return found;
}

/** The bytes of rows that are one run. */
function rowBytes(array: StoredArray, from: number, to: number): Uint8Array {
  const { file, type, place } = array;
  const length = rowLength(array) * type.bytes;
  const [start, bytes] = [from * length, (to - from) * length];
  return place instanceof Uint8Array ? place.subarray(start, start + bytes) : bytesAt(file, place.offset + start, bytes);
}

/**
 * Rows `from` to `to` (exclusive) as float32, the last axis fastest. Arrays in Fortran order and those of protocol 2 are read as a whole
 * and the last of them is kept, so memory for it must be there: 4 bytes a value and the bytes of the file.
 *
 * Errors: `data.pickle-truncated`; those of the file system.
 */
export function readRows(array: StoredArray, from: number, to: number): Float32Array {
  const length = rowLength(array);
  if (!isRunning(array)) return keptValues(array).slice(from * length, to * length);
  return asFloat32(rowBytes(array, from, to), array.type);
}
