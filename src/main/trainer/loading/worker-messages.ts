import type { ErrorData } from '../../../core/errors/app-error.ts';
import type { ShardPlan } from './shards.ts';
import type { Draw } from './sources/source.ts';
import type { SourcePlan } from './sources/index.ts';

/** What a worker is started with: the sources, and the shards of those that are cached. */
export interface WorkerPlan {
  readonly sources: readonly { readonly plan: SourcePlan; readonly shards: readonly ShardPlan[] | null }[];
}

/** One sample of a batch: its row, and its place among all samples. */
export interface Row {
  readonly row: number;
  readonly item: number;
}

/** Memory of a batch, shared by the workers that fill it: float32, per modality. */
export type BatchMemory = Readonly<Record<string, SharedArrayBuffer>>;

export type WorkerJob =
  /** Make one shard of a source. */
  | { readonly type: 'prepare'; readonly source: number; readonly shard: number }
  /** Write some rows of a batch. */
  | { readonly type: 'fill'; readonly memory: BatchMemory; readonly rows: readonly Row[]; readonly draw: Draw }
  /** Copy a filled batch into memory of its own, which is then handed over; the answer is `BatchArrays`. */
  | { readonly type: 'seal'; readonly memory: BatchMemory };

export type BatchArrays = Readonly<Record<string, Float32Array>>;

export type WorkerAnswer =
  { readonly ok: true; readonly value: BatchArrays | null } | { readonly ok: false; readonly error: ErrorData };
