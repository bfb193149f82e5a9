import type { AppError } from '../errors/app-error.ts';

/** What one modality gives the network: which encoder fits, and the shape of one sample without the batch axis. */
export interface ModalityInfo {
  readonly id: string;
  /** `spectrogram` [height, width, 1]; `frames` [frames, height, width, 3]; `sequence` [steps, features]. */
  readonly kind: 'spectrogram' | 'frames' | 'sequence';
  readonly shape: readonly number[];
}

/** Samples of one split. The tag makes train, validation and test three types: a checkpoint chooser cannot be handed a test split. */
export interface Split<T extends SplitName = SplitName> {
  readonly split: T;
  readonly n: number;
  /** Class index per sample. */
  readonly labels: Int32Array;
  /** Stable sample names (file stems), in list order. */
  readonly names: readonly string[];
}
export type SplitName = 'train' | 'validation' | 'test';

/** One batch in host memory, channels last, float32, rows in the order of `indices`. */
export interface HostBatch {
  /** Positions in the split. */
  readonly indices: Int32Array;
  readonly labels: Int32Array;
  readonly inputs: Readonly<Record<string, { readonly shape: readonly number[]; readonly data: Float32Array }>>;
}

export interface BatchRequest {
  readonly seed: number;
  /** Drives order, crops and flips together with `seed`: the same pair gives the same batches. */
  readonly epoch: number;
  readonly batch: number;
  /** Training: seeded order, random crops and flips. Otherwise list order and the test transform. The last short batch is kept. */
  readonly training: boolean;
  /** Skip this many batches without decoding them (resume). */
  readonly fromBatch?: number;
  /** Only these modalities are loaded; all by default. */
  readonly modalities?: readonly string[];
}

/** An opened data set: lists read and checked, features prepared (or found in the cache). */
export interface Dataset {
  readonly name: string;
  readonly layout: string;
  readonly classes: readonly string[];
  readonly modalities: readonly ModalityInfo[];
  readonly train: Split<'train'>;
  readonly validation: Split<'validation'> | null;
  readonly test: Split<'test'>;
  /** Hashes over names, sizes and the content of a sample of the files: another set, another fingerprint (`fingerprint.ts`). */
  readonly fingerprint: string;
  /** The same in its earlier form. */
  readonly formerFingerprint?: string;
  batches(split: Split, request: BatchRequest): AsyncIterable<HostBatch>;
  close(): Promise<void>;
}

export interface OpenDatasetOptions {
  readonly cacheFolder: string;
  /** Threads that read, decode and augment; at least one. */
  readonly workers: number;
  /** Decoded pictures are kept in the cache up to this size in bytes, beyond it decoded in each epoch; 2 GiB by default. Never changes a number. */
  readonly maxDecodedBytes?: number;
  readonly onProgress?: (progress: { readonly phase: string; readonly done: number; readonly total: number }) => void;
  /** Each sample that cannot be prepared, as it is found. The opening ends with an error all the same, once all have been tried. */
  readonly onFault?: (fault: AppError, sample: string) => void;
  readonly signal?: Cancellation;
}

/** The part of an AbortSignal that is needed here; core has no DOM or Node types. */
export interface Cancellation {
  readonly aborted: boolean;
  throwIfAborted(): void;
}
