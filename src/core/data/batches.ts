import { permutation, streamKey } from '../tensor/random.ts';
import type { BatchRequest } from './dataset.ts';

/**
 * Positions of an epoch's samples in the order they are seen: seeded by (seed, epoch) in training, list order otherwise.
 * Shapes: [n].
 */
export function epochOrder(n: number, { seed, epoch, training }: Pick<BatchRequest, 'seed' | 'epoch' | 'training'>): Int32Array {
  return training ? permutation(streamKey(seed, 'order', epoch), n) : Int32Array.from({ length: n }, (_, i) => i);
}

/**
 * The batches of an epoch as positions in the split, from batch `fromBatch` on; the last short one is kept.
 * Edge: `fromBatch` at or beyond the end gives none.
 */
export function epochBatches(n: number, request: BatchRequest): Int32Array[] {
  const order = epochOrder(n, request);
  const batches: Int32Array[] = [];
  for (let start = (request.fromBatch ?? 0) * request.batch; start < n; start += request.batch)
    batches.push(order.slice(start, start + request.batch));
  return batches;
}
