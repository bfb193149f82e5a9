import { closeSync, openSync, readSync } from 'node:fs';
import { AppError } from '../../../../core/errors/app-error.ts';
import { readRows, storedArray } from './array-values.ts';
import type { FilePart } from './file-reader.ts';
import { PickledArray, type Pickled } from './numpy-objects.ts';

const UTF8 = new TextDecoder('utf-8');
const product = (sizes: readonly number[]): number => sizes.reduce((a, b) => a * b, 1);

/** Bytes of an array of texts, wherever they are. */
function textBytes(file: string, content: Uint8Array | FilePart): Uint8Array {
  if (content instanceof Uint8Array) return content;
  const bytes = new Uint8Array(content.length);
  const fd = openSync(file, 'r');
  try {
    readSync(fd, bytes, 0, bytes.length, content.offset);
  } finally {
    closeSync(fd);
  }
  return content.form === 'bytes' ? bytes : new Uint8Array(Buffer.from(UTF8.decode(bytes), 'latin1'));
}

/** numpy's U (four bytes a character) and S (one) of fixed length, filled up with zeros. */
function fixedTexts(file: string, { type, content }: PickledArray): string[] {
  const [, letter, digits] = /^([US])(\d+)$/.exec(type.code) ?? [];
  const width = Number(digits) * (letter === 'U' ? 4 : 1);
  const bytes = textBytes(file, content as Uint8Array | FilePart);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const texts: string[] = [];
  for (let at = 0; at + width <= bytes.length && width > 0; at += width) {
    if (letter === 'S') texts.push(UTF8.decode(bytes.subarray(at, at + width)).replace(/\0+$/, ''));
    else {
      const points: number[] = [];
      for (let i = at; i < at + width; i += 4) points.push(view.getUint32(i, !type.bigEndian));
      texts.push(String.fromCodePoint(...points.map((point) => (point > 0x10ffff ? 0xfffd : point))).replace(/\0+$/, ''));
    }
  }
  return texts;
}

function textOf(file: string, value: Pickled): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (value instanceof Uint8Array) return UTF8.decode(value);
  if (value instanceof PickledArray && product(value.shape) === 1) return texts(file, value)?.[0] ?? null;
  return null;
}

/**
 * The texts of a list or of an array of texts, numbers or objects, one a row; where a row holds several (MultiBench's ids: video, start,
 * end) they are joined by spaces. Null where it holds anything else.
 */
export function texts(file: string, value: Pickled): string[] | null {
  if (Array.isArray(value)) return all((value as Pickled[]).map((item) => rowText(file, item)));
  if (!(value instanceof PickledArray)) return null;
  const flat = flatTexts(file, value);
  const rows = value.shape[0] ?? 1;
  const width = rows === 0 ? 0 : product(value.shape) / rows;
  if (flat === null || flat.length !== rows * width) return null;
  return Array.from({ length: rows }, (_, i) => flat.slice(i * width, (i + 1) * width).join(' '));
}

function rowText(file: string, item: Pickled): string | null {
  return Array.isArray(item)
    ? (all((item as Pickled[]).map((part) => textOf(file, part)))?.join(' ') ?? null)
    : textOf(file, item);
}

function flatTexts(file: string, array: PickledArray): string[] | null {
  if (Array.isArray(array.content)) return all((array.content as Pickled[]).map((item) => textOf(file, item)));
  if (/^[US]\d+$/.test(array.type.code)) return fixedTexts(file, array);
  if (!array.type.numbers) return null;
  return [...numbers(file, '', array)].map(String);
}

const all = (found: readonly (string | null)[]): string[] | null => (found.every((text) => text !== null) ? [...found] : null);

/**
 * The numbers of an array or of a list of numbers and arrays, row after row.
 *
 * Errors: `data.array-not-numbers`, those of `storedArray`.
 */
export function numbers(file: string, key: string, value: Pickled): Float32Array {
  if (typeof value === 'number' || typeof value === 'bigint') return Float32Array.of(Number(value));
  if (Array.isArray(value)) {
    const parts = (value as Pickled[]).map((item) => numbers(file, key, item));
    const joined = new Float32Array(parts.reduce((n, { length }) => n + length, 0));
    let at = 0;
    for (const part of parts) {
      joined.set(part, at);
      at += part.length;
    }
    return joined;
  }
  if (!(value instanceof PickledArray)) throw new AppError('data.array-not-numbers', { file, key, type: 'something else' });
  if (Array.isArray(value.content)) return numbers(file, key, value.content as Pickled[]);
  const array = storedArray(file, key, value);
  return array.shape.length === 0 ? readRows({ ...array, shape: [1] }, 0, 1) : readRows(array, 0, array.shape[0] ?? 0);
}
