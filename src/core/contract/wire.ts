/**
 * Values on a web socket: one text frame of JSON, followed by one binary frame for each typed array in it. Unlike plain JSON it
 * keeps NaN, infinity and minus zero, and a series of a million points crosses as its bytes. What JSON cannot say is written as
 * `{ "$": kind, … }`; an object that has a key `$` of its own is written as its entries, so nothing can pretend to be such a mark.
 */
const ARRAYS = { Float32Array, Float64Array, Int32Array, Uint32Array, Uint8Array } as const;
type ArrayKind = keyof typeof ARRAYS;
type TypedArray = InstanceType<(typeof ARRAYS)[ArrayKind]>;

export interface Frames {
  readonly text: string;
  readonly parts: readonly TypedArray[];
}

/** The frames of a value, to be sent in order: `text`, then each of `parts`. */
export function encodeFrames(value: unknown): Frames {
  const parts: TypedArray[] = [];
  const body = mark(value, parts);
  return { text: JSON.stringify({ parts: parts.length, body }), parts };
}

/** How many binary frames follow a text frame. Throws a SyntaxError for what is no such frame. */
export function partsOf(text: string): number {
  return envelopeOf(text).parts;
}

/** The value of a text frame and the binary frames after it. Throws a SyntaxError for what `encodeFrames` did not write. */
export function decodeFrames(text: string, parts: readonly Uint8Array[]): unknown {
  return unmark(envelopeOf(text).body, parts);
}

function envelopeOf(text: string): { readonly parts: number; readonly body: unknown } {
  const envelope: unknown = JSON.parse(text);
  if (!isObject(envelope) || !Number.isSafeInteger(envelope['parts'])) throw new SyntaxError('no frame of ours');
  return { parts: envelope['parts'] as number, body: envelope['body'] };
}

function mark(value: unknown, parts: TypedArray[]): unknown {
  if (typeof value === 'number')
    return Number.isFinite(value) && !Object.is(value, -0) ? value : { $: Object.is(value, -0) ? '-0' : String(value) };
  if (Array.isArray(value)) return value.map((item) => mark(item, parts));
  if (!isObject(value)) return value;
  const kind = kindOf(value);
  if (kind !== null) return { $: kind, part: parts.push(value as unknown as TypedArray) - 1 };
  const entries = Object.entries(value).map(([key, item]) => [key, mark(item, parts)] as const);
  return Object.hasOwn(value, '$') ? { $: 'entries', entries } : Object.fromEntries(entries);
}

function unmark(value: unknown, parts: readonly Uint8Array[]): unknown {
  if (Array.isArray(value)) return value.map((item) => unmark(item, parts));
  if (!isObject(value)) return value;
  const { $: kind } = value;
  if (kind === undefined) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unmark(item, parts)]));
  if (kind === 'NaN' || kind === 'Infinity' || kind === '-Infinity' || kind === '-0') return Number(kind);
  if (kind === 'entries')
    return Object.fromEntries((unmark(value['entries'], parts) as [string, unknown][]).map(([key, item]) => [key, item]));
  const bytes = parts[value['part'] as number];
  if (typeof kind !== 'string' || !Object.hasOwn(ARRAYS, kind) || bytes === undefined)
    throw new SyntaxError(`unknown mark ${String(kind)}`);
  return new ARRAYS[kind as ArrayKind](bytes.slice().buffer);
}

const kindOf = (value: object): ArrayKind | null => {
  for (const kind of Object.keys(ARRAYS) as ArrayKind[]) if (value instanceof ARRAYS[kind]) return kind;
  return null;
};

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
