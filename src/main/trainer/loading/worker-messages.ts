import type { ErrorData } from '../../../core/errors/app-error.ts';
import type { RecordForm } from './record-form.ts';
import type { SampleFault } from './sample-faults.ts';
import type { ShardPlan } from './shards.ts';
import type { Draw } from './sources/source.ts';
import type { SourcePlan } from './sources/index.ts';

/** A source, the shards that its samples are prepared into, and what is kept in them. */
export interface CachedSource {
  readonly plan: SourcePlan;
  readonly shards: readonly ShardPlan[];
  readonly form: RecordForm;
}

/** What a worker is started with. */
export interface WorkerPlan {
  readonly sources: readonly CachedSource[];
}

/** Make one shard of a source. Sent to one worker, which answers with the samples at fault. */
export interface PrepareJob {
  readonly type: 'prepare';
  readonly source: number;
  readonly shard: number;
}

/**
 * Fill a batch. Sent to all workers: they take rows from it until none is left, and the one that finishes the last row answers with the
 * batch. The training thread has no part in it, so that it may be busy for as long as it likes.
 */
export interface BatchJob {
  readonly type: 'batch';
  /** Per row, its place among all samples. */
  readonly items: Int32Array;
  readonly draw: Draw;
  /** Float32 memory per modality, filled side by side. */
  readonly memory: Readonly<Record<string, SharedArrayBuffer>>;
  /** Two 32-bit counters: the next row to take, rows finished. */
  readonly counters: SharedArrayBuffer;
}

export type WorkerJob = PrepareJob | BatchJob;
export type Numbered<T> = T & { readonly id: number };

export type BatchArrays = Readonly<Record<string, Float32Array>>;

export type WorkerAnswer = Numbered<
  | { readonly type: 'batch'; readonly arrays: BatchArrays }
  /** A shard was tried; it is there where no sample is at fault. */
  | { readonly type: 'prepared'; readonly faults: readonly SampleFault[] }
  | { readonly type: 'failed'; readonly error: ErrorData }
>;
