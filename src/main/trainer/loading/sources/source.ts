import type { ModalityInfo } from '../../../../core/data/dataset.ts';

/** Size and time of change: a file with another pair is another file to the cache. */
export interface FileIdentity {
  readonly name: string;
  readonly bytes: number;
  readonly changedMs: number;
}

/** What chance may depend on: the same draw gives the same picture. */
export interface Draw {
  readonly seed: number;
  readonly epoch: number;
  readonly training: boolean;
}

/** Prepared records of one sample, read from the cache. */
export type ReadRecord = (record: number) => Promise<Uint8Array>;

/**
 * One way to turn files into network input. A kind is one file here and one line in `index.ts`; plans are plain data, since they travel
 * to the worker threads.
 */
export interface Source<P extends Plan> {
  /** What the cached records depend on besides the files: settings and the version of the code that makes them. */
  cacheKey(plan: P): unknown;
  files(item: P['items'][number]): readonly FileIdentity[];
  /** Paths of the item's files, for the content part of the fingerprint. */
  paths(item: P['items'][number]): readonly string[];
  /** Whether every prepared record is nothing but float32 values, so that a set may ask for them to be kept as float16. No, if left out. */
  readonly hasFloatRecords?: boolean;
  /** Whether `fill` can also do without the cache, working from the files each time. */
  readonly isCacheOptional: boolean;
  /** Size of all prepared records, known or estimated before any is made. */
  preparedBytes(plan: P): Promise<number>;
  /** How many cached records an item has. */
  records(item: P['items'][number]): number;
  /** The costly part, the same in every epoch: what is kept on disk. */
  prepare(item: P['items'][number], plan: P): Promise<Uint8Array[]>;
  /** The rest: writes the sample at `offset` of the batch. `read` is null where the plan is not cached. */
  fill(
    item: P['items'][number],
    plan: P,
    read: ReadRecord | null,
    draw: Draw,
    target: Float32Array,
    offset: number,
  ): Promise<void>;
}

export interface Plan {
  readonly kind: string;
  readonly modality: ModalityInfo;
  readonly items: readonly { readonly name: string }[];
}
