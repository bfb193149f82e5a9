import { type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import { mix32, streamKey, uniformAt } from '../tensor/random.ts';

/** Numbers in a sketch. */
export const BUCKETS = 256;

/**
 * Length of the rows that a parameter is cut into; the elements of a column share a bucket. Long, so that few elements share one
 * unconditionally, and a prime far from every multiple of a power of two, so that those that do belong to unrelated channels of a
 * convolution's weight: channels carry very uneven energy.
 */
export const ROW = 13_513;

/** Elements measured at once, 16 rows: small enough for the cache, large enough to keep the device busy. */
export const CHUNK = 16 * ROW;

const TABLE = 1 << 19;

/**
 * Signs ±1 for every place in a chunk and 2^19 offsets, float32. The caller owns it. Fixed for all time: a sketch made today can be
 * compared with one made in another run, by another version.
 */
export function signTable(): Tensor {
  const signs = new Float32Array(TABLE + CHUNK);
  const key = streamKey(0, 'sketch/signs', 0);
  for (let i = 0; i < signs.length; i++) signs[i] = uniformAt(key, i) < 0.5 ? -1 : 1;
  return tensor1d(signs);
}

/** Where in the sign table a parameter's chunk begins. */
export const signOffset = (parameter: string, chunk: number): number => streamKey(1, parameter, chunk) % TABLE;

/** Bucket of every column of a parameter's chunk. */
export function bucketsOf(parameter: string, chunk: number, columns: number): Uint8Array {
  const key = streamKey(2, parameter, chunk);
  return Uint8Array.from({ length: columns }, (_, column) => mix32((key + Math.imul(column, 0x9e3779b9)) >>> 0) >>> 24);
}

/** Inner product of two sketches over the product of their lengths: an estimate of the vectors' cosine. NaN if either is all zeros. */
export function sketchCosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < BUCKETS; i++) {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return ab / Math.sqrt(aa * bb);
}
