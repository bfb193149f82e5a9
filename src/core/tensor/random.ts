import type { Tensor } from '@tensorflow/tfjs-core';

/**
 * Chance is counter-based: every number is a function of (run seed, stream name, step), so a run can be repeated or resumed from any
 * step without generator state, and tests can put their own numbers in. Nothing else in the program is random.
 */
export interface Chance {
  /** One number in [0, 1). */
  uniform(stream: string, step: number): number;
  /** Standard normal numbers, float32. The caller owns the tensor. */
  normal(stream: string, step: number, shape: readonly number[]): Tensor;
}

/** A run's chance: what links see of it, and what its encoders need besides. */
export interface RunChance extends Chance {
  /** Numbers in [0, 1), float32. The caller owns the tensor. */
  uniforms(stream: string, step: number, shape: readonly number[]): Tensor;
}

/** 32-bit finaliser (two rounds of xor-shift-multiply, constants of Chris Wellons' lowbias32, public domain). A bijection on 32-bit integers. */
export function mix32(x: number): number {
  x ^= x >>> 16;
  x = Math.imul(x, 0x7feb352d);
  x ^= x >>> 15;
  x = Math.imul(x, 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

/** 32-bit key of (seed, stream, step); different triples give unrelated keys. FNV-1a over the name, then mixed with both numbers. */
export function streamKey(seed: number, stream: string, step: number): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < stream.length; i++) h = Math.imul(h ^ stream.charCodeAt(i), 0x01000193);
  h = mix32(h ^ mix32(seed >>> 0));
  h = mix32((h + Math.floor(seed / 0x100000000)) >>> 0);
  return mix32((h + Math.imul(step + 1, 0x9e3779b9)) >>> 0);
}

/** The i-th number in [0, 1) of a key, 24 bits. */
export const uniformAt = (key: number, i: number): number => (mix32((key + Math.imul(i, 0x9e3779b9)) >>> 0) >>> 8) / 0x1000000;

/** `count` integers 0..count-1 in seeded order (Fisher-Yates). */
export function permutation(key: number, count: number): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(uniformAt(key, i) * (i + 1));
    const [a, b] = [order[i] ?? 0, order[j] ?? 0];
    order[i] = b;
    order[j] = a;
  }
  return order;
}
