import { elementType, type ElementType } from '../../../../core/data/numpy/element-type.ts';
import { FilePart } from './file-reader.ts';

/** What a pickle may hold here: plain values, lists (tuples too), dicts, arrays, and long texts or bytes left in the file. */
export type Pickled =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | FilePart
  | PickledType
  | PickledArray
  | readonly Pickled[]
  | Map<Pickled, Pickled>;

/** A fault in how objects are put together; the reader of the pickle adds the file. */
export class PickleFault extends Error {
  override readonly name = 'PickleFault';
}

/** numpy.dtype */
export class PickledType {
  /** As numpy writes it without the byte order: f8, U12, O8. */
  readonly code: string;
  bigEndian = false;

  constructor(code: Pickled) {
    if (typeof code !== 'string') throw new PickleFault('it holds an array type without a name');
    this.code = code;
  }

  /** State: (version, byte order, ...). */
  __setstate__(state: Pickled): void {
    if (Array.isArray(state)) this.bigEndian = state[1] === '>';
  }

  /** The type of plain numbers, or null for anything else. */
  get numbers(): ElementType | null {
    return elementType((this.bigEndian ? '>' : '<') + this.code);
  }

  get name(): string {
    return this.code.startsWith('O') ? 'Python objects' : (this.bigEndian ? '>' : '') + this.code;
  }
}

type Content = Uint8Array | FilePart | readonly Pickled[];

/** numpy.ndarray; its values are bytes in memory, bytes left in the file, or, of an object array, the objects. */
export class PickledArray {
  shape: readonly number[] = [];
  type = new PickledType('V0');
  fortranOrder = false;
  content: Content = new Uint8Array();

  /** State: (version, shape, type, fortran order, content); very old pickles have no version. */
  __setstate__(state: Pickled): void {
    if (!Array.isArray(state) || state.length < 4) throw new PickleFault('it holds an array without its values');
    const [shape, type, order, content] = (state as Pickled[]).slice(-4);
    this.set(shape ?? null, type ?? null, order === true || order === 1, content ?? null);
  }

  set(shape: Pickled, type: Pickled, fortranOrder: boolean, content: Pickled): void {
    if (!Array.isArray(shape) || !shape.every((size) => Number.isSafeInteger(size) && (size as number) >= 0))
      throw new PickleFault('it holds an array whose shape is not one');
    if (!(type instanceof PickledType)) throw new PickleFault('it holds an array without a type');
    this.shape = shape as number[];
    this.type = type;
    this.fortranOrder = fortranOrder;
    this.content = contentOf(content);
  }
}

function contentOf(content: Pickled): Content {
  if (typeof content === 'string') return Buffer.from(content, 'latin1');
  if (content instanceof Uint8Array || content instanceof FilePart || Array.isArray(content)) return content as Content;
  throw new PickleFault('it holds an array whose values are not there');
}

/** _codecs.encode(text, "latin1"): how protocol 2 writes bytes. */
function encode(text: Pickled, encoding: Pickled): Pickled {
  if (encoding !== 'latin1' && encoding !== 'latin-1') throw new PickleFault(`it holds bytes as ${String(encoding)}`);
  if (text instanceof FilePart || text instanceof Uint8Array) return text;
  if (typeof text !== 'string') throw new PickleFault('it encodes what is not a text');
  return new Uint8Array(Buffer.from(text, 'latin1'));
}

/** numpy.core.numeric._frombuffer(buffer, dtype, shape, order): how protocol 5 writes arrays. */
function fromBuffer(buffer: Pickled, type: Pickled, shape: Pickled, order: Pickled): PickledArray {
  const array = new PickledArray();
  array.set(shape, type, order === 'F', buffer);
  return array;
}

/** numpy.core.multiarray.scalar(dtype, bytes): one number, as an array without axes. */
function scalar(type: Pickled, bytes: Pickled): PickledArray {
  const array = new PickledArray();
  array.set([], type, false, bytes);
  return array;
}

type Constructor = (...parts: Pickled[]) => Pickled;

const named: readonly (readonly [string, Constructor])[] = [
  ['_codecs.encode', (text = null, encoding = null) => encode(text, encoding)],
  ['numpy.dtype', (code = null) => new PickledType(code)],
  ['numpy.ndarray', () => new PickledArray()],
  ...['numpy._core', 'numpy.core'].flatMap((core): [string, Constructor][] => [
    [`${core}.multiarray._reconstruct`, () => new PickledArray()],
    [`${core}.multiarray.scalar`, (type = null, bytes = null) => scalar(type, bytes)],
    [
      `${core}.numeric._frombuffer`,
      (buffer = null, type = null, shape = null, order = null) => fromBuffer(buffer, type, shape, order),
    ],
  ]),
];

/** The numpy 1 and numpy 2 names of each constructor (tech.md 7). Nothing beside them is let through. Frozen, since a pickle may set fields. */
export const constructors: ReadonlyMap<string, Constructor> = new Map(
  named.map(([name, constructor]) => [name, Object.freeze(constructor)]),
);
