import type { HostBatch, ModalityInfo, Split } from '../../../core/data/dataset.ts';
import type { Draw } from './sources/source.ts';
import type { WorkerPool } from './worker-pool.ts';
import type { Row } from './worker-messages.ts';

/** Rows a worker gets at least; fewer would be all message and no work. */
const MIN_ROWS = 4;

/** Rows cut into parts so that every worker gets about two. */
function parts(rows: readonly Row[], workers: number): Row[][] {
  const size = Math.max(MIN_ROWS, Math.ceil(rows.length / (2 * workers)));
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, i) => rows.slice(i * size, (i + 1) * size));
}

export const elements = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/**
 * One batch. The workers fill shared memory side by side, then one of them copies it into memory of its own and hands that over: the
 * training thread neither waits for a single worker nor copies.
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
  const rows = [...positions].map((position, row) => ({ row, item: itemOf(split.names[position] ?? '') }));
  await Promise.all(parts(rows, pool.size).map((part) => pool.run({ type: 'fill', memory, rows: part, draw })));
  const arrays = await pool.run({ type: 'seal', memory });
  return {
    indices: positions,
    labels: Int32Array.from(positions, (position) => split.labels[position] ?? 0),
    inputs: Object.fromEntries(
      modalities.map(({ id, shape }) => [id, { shape: [n, ...shape], data: arrays?.[id] ?? new Float32Array() }]),
    ),
  };
}
