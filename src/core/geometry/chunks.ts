import {
  concat,
  matMul,
  mul,
  reshape,
  slice,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import { CHUNK, ROW, signOffset } from './sketch.ts';

/** What is measured of a piece of a parameter: inner products of its k vectors, and their signed column sums. */
export interface ChunkSums {
  readonly chunk: number;
  /** [k, k] */
  readonly gram: Tensor;
  /** [k, columns], columns ≤ {@link ROW}. */
  readonly columns: Tensor;
}

/** Gives the k vectors of a parameter between two flat places, 1-D; new tensors. */
export type VectorsBetween = (start: number, length: number) => readonly Tensor[];

/** The elements from `start` of a tensor of any rank, 1-D. */
export const flatSlice = (tensor: Tensor, start: number, length: number): Tensor =>
  tidy(() => slice(reshape(tensor, [tensor.size]) as Tensor1D, [start], [length]));

/**
 * Measures a parameter of `size` elements piece by piece: one copy of the vectors into a matrix, then one matrix product and one signed
 * sum over it. In pieces, so that temporaries stay small and float32 sums stay short (the pieces are added up in float64).
 * Memory: the caller (its tidy) owns the results.
 */
export function chunkSums(parameter: string, size: number, vectors: VectorsBetween, signs: Tensor): ChunkSums[] {
  const all: ChunkSums[] = [];
  for (let chunk = 0; chunk * CHUNK < size; chunk++) {
    const length = Math.min(CHUNK, size - chunk * CHUNK);
    const [gram, columns] = tidy((): [Tensor, Tensor] => {
      const parts = vectors(chunk * CHUNK, length);
      const width = Math.min(length, ROW);
      const rows = Math.ceil(length / width);
      const padding = rows * width - length;
      const padded = padding === 0 ? parts : parts.flatMap((part) => [part, zeros([padding])]);
      const matrix = reshape(concat(padded as Tensor1D[]), [parts.length, rows * width]) as Tensor2D;
      const own = slice(signs as Tensor1D, [signOffset(parameter, chunk)], [rows * width]);
      const signed = mul(matrix, own);
      return [matMul(matrix, matrix, false, true), sum(reshape(signed, [parts.length, rows, width]), 1)];
    });
    all.push({ chunk, gram, columns });
  }
  return all;
}
