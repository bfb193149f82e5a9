import { epochBatches } from '../../../core/data/batches.ts';
import type { BatchRequest, Dataset, HostBatch, ModalityInfo, OpenDatasetOptions, Split } from '../../../core/data/dataset.ts';
import type { DatasetDefinition } from '../../../core/data/definition.ts';
import { elements, makeBatch } from './batch-maker.ts';
import { planCache } from './cache-plan.ts';
import { fingerprint, type Fingerprints } from './fingerprint.ts';
import { loaders } from './layouts.ts';
import { prefetched } from './prefetch.ts';
import { prepareShards } from './prepare.ts';
import type { ScannedSet } from './scanned-set.ts';
import { WorkerPool } from './worker-pool.ts';

/** Batches made ahead of the reader: two keep the workers busy while one is used; more where batches are small. */
const MIN_AHEAD = 2;
const MAX_AHEAD = 8;
/** Memory for batches made ahead, where that allows more than the least. */
const AHEAD_BYTES = 256 * 1024 ** 2;

function aheadOf(batch: number, modalities: readonly ModalityInfo[]): number {
  const bytes = modalities.reduce((n, { shape }) => n + 4 * batch * elements(shape), 0);
  return Math.min(MAX_AHEAD, Math.max(MIN_AHEAD, Math.floor(AHEAD_BYTES / Math.max(1, bytes))));
}

/** A set whose features are prepared; see `Dataset`. */
class OpenDataset implements Dataset {
  readonly name: string;
  readonly layout: string;
  readonly classes: readonly string[];
  readonly modalities: readonly ModalityInfo[];
  readonly train: Split<'train'>;
  readonly validation: Split<'validation'> | null;
  readonly test: Split<'test'>;
  readonly fingerprint: string;
  readonly formerFingerprint: string;
  readonly #pool: WorkerPool;
  readonly #items: ReadonlyMap<string, number>;

  constructor({ name, layout }: DatasetDefinition, set: ScannedSet, prints: Fingerprints, pool: WorkerPool) {
    this.name = name;
    this.layout = layout;
    this.classes = set.classes;
    this.modalities = set.sources.map(({ modality }) => modality);
    this.train = set.train;
    this.validation = set.validation;
    this.test = set.test;
    this.fingerprint = prints.fingerprint;
    this.formerFingerprint = prints.formerFingerprint;
    this.#pool = pool;
    this.#items = new Map(set.stems.map((stem, i) => [stem, i]));
  }

  batches(split: Split, request: BatchRequest): AsyncIterable<HostBatch> {
    const { modalities: wanted, seed, epoch, training, batch } = request;
    const modalities = this.modalities.filter(({ id }) => wanted?.includes(id) ?? true);
    const positions = epochBatches(split.n, request);
    const itemOf = (stem: string): number => this.#items.get(stem) ?? -1;
    return prefetched(positions.length, aheadOf(batch, modalities), (i) =>
      makeBatch(this.#pool, split, positions[i] ?? new Int32Array(), itemOf, modalities, { seed, epoch, training }),
    );
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}

/**
 * Reads and checks the lists, finds and checks the files, prepares what is not in the cache, and starts the decode workers. The caller
 * closes the set.
 *
 * Errors: `data.*` with file and line, all samples that cannot be prepared at once; the reason of `options.signal`. Nothing half-made stays: shards of the cache are whole or absent.
 */
export async function openDataset(definition: DatasetDefinition, options: OpenDatasetOptions): Promise<Dataset> {
  const set = await loaders[definition.layout].scan(definition, options);
  const prints = await fingerprint(set);
  const cache = await planCache(set, definition, options);
  const pool = new WorkerPool(options.workers, { sources: cache.sources });
  try {
    await prepareShards(cache, pool, options);
    options.signal?.throwIfAborted();
  } catch (error) {
    await pool.close();
    throw error;
  }
  return new OpenDataset(definition, set, prints, pool);
}
