import { emptyTally, tallyPoint } from './summary.ts';

/** Points of a sealed chunk. */
export const CHUNK_POINTS = 1024;

/** Points of one series, by ascending step, each step once. */
export interface Points {
  readonly steps: Uint32Array;
  /** When each point arrived, in milliseconds since 1970. */
  readonly walls: Float64Array;
  readonly values: Float64Array;
}

/** What a wide chart and a summary need of a chunk without opening it. Extremes are null where no value is finite. */
export interface ChunkHeader {
  readonly step0: number;
  readonly step1: number;
  readonly n: number;
  readonly vmin: number | null;
  readonly vmin_step: number | null;
  readonly vmax: number | null;
  readonly vmax_step: number | null;
  readonly nan: number;
  readonly infinite: number;
}

/** The blobs: little-endian arrays of one length; steps as unsigned 32-bit integers, walls and values as 64-bit floats. */
export interface ChunkBlobs {
  readonly steps: Buffer;
  readonly walls: Buffer;
  readonly vals: Buffer;
}

/** Seals points into one row. */
export function encodeChunk({ steps, walls, values }: Points): ChunkHeader & ChunkBlobs {
  const tally = emptyTally();
  values.forEach((value, i) => tallyPoint(tally, steps[i] ?? 0, value));
  const isFinite = tally.minStep >= 0;
  return {
    step0: steps[0] ?? 0,
    step1: tally.lastStep,
    n: tally.n,
    vmin: isFinite ? tally.min : null,
    vmin_step: isFinite ? tally.minStep : null,
    vmax: isFinite ? tally.max : null,
    vmax_step: isFinite ? tally.maxStep : null,
    nan: tally.nan,
    infinite: tally.infinite,
    steps: bytesOf(steps),
    walls: bytesOf(walls),
    vals: bytesOf(values),
  };
}

/** Opens a sealed row. The arrays share the blobs' memory where these lie as typed arrays must. */
export function decodeChunk({ steps, walls, vals }: ChunkBlobs): Points {
  const [stepBytes, wallBytes, valueBytes] = [aligned(steps), aligned(walls), aligned(vals)];
  return {
    steps: new Uint32Array(stepBytes.buffer, stepBytes.byteOffset, stepBytes.byteLength / 4),
    walls: new Float64Array(wallBytes.buffer, wallBytes.byteOffset, wallBytes.byteLength / 8),
    values: new Float64Array(valueBytes.buffer, valueBytes.byteOffset, valueBytes.byteLength / 8),
  };
}

/** Joins points that follow each other. */
export function joinPoints(parts: readonly Points[]): Points {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  const n = parts.reduce((sum, part) => sum + part.steps.length, 0);
  const joined = { steps: new Uint32Array(n), walls: new Float64Array(n), values: new Float64Array(n) };
  let at = 0;
  for (const part of parts) {
    joined.steps.set(part.steps, at);
    joined.walls.set(part.walls, at);
    joined.values.set(part.values, at);
    at += part.steps.length;
  }
  return joined;
}

/** The points with steps in [from, to]. Shares memory with `points`. */
export function pointsBetween(points: Points, from: number, to: number): Points {
  const begin = lowerBound(points.steps, from);
  const end = lowerBound(points.steps, to + 1);
  const part = <T extends Uint32Array | Float64Array>(array: T): T => array.subarray(begin, end) as T;
  return begin === 0 && end === points.steps.length
    ? points
    : { steps: part(points.steps), walls: part(points.walls), values: part(points.values) };
}

/** Index of the first element that is not less than `value`. */
export function lowerBound(sorted: Uint32Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? Infinity) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

const bytesOf = (array: Uint32Array | Float64Array): Buffer => Buffer.from(array.buffer, array.byteOffset, array.byteLength);
const aligned = (blob: Buffer): Uint8Array<ArrayBufferLike> => (blob.byteOffset % 8 === 0 ? blob : new Uint8Array(blob));
