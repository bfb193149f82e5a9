import type { HostBatch, ModalityInfo, Split } from '../../../core/data/dataset.ts';
import type { Draw } from './sources/source.ts';
import type { WorkerPool } from './worker-pool.ts';

export const elements = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/**
 * One batch: the workers fill shared memory side by side, and the last of them copies it into memory of its own and hands that over.
 * This thread neither copies nor waits for a single worker.
 *
 * Shapes: [positions, ...shape of the modality].
 */
export async function makeBatch(
  pool: WorkerPool,
  split: Split,
  positions: Int32Array,
  itemOf: (stem: string) => number,
  modalities: readonly ModalityInfo[],
  draw: Draw,
): Promise<HostBatch> {
  const n = positions.length;
  const memory = Object.fromEntries(modalities.map(({ id, shape }) => [id, new SharedArrayBuffer(4 * n * elements(shape))]));
  const items = positions.map((position) => itemOf(split.names[position] ?? ''));
  const arrays = await pool.fill({ items, draw, memory });
  return {
    indices: positions,
    labels: positions.map((position) => split.labels[position] ?? 0),
    inputs: Object.fromEntries(
      modalities.map(({ id, shape }) => [id, { shape: [n, ...shape], data: arrays[id] ?? new Float32Array() }]),
    ),
  };
}
