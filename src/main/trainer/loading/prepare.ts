import type { OpenDatasetOptions } from '../../../core/data/dataset.ts';
import { AppError } from '../../../core/errors/app-error.ts';
import { problemOf } from '../jobs/browse/problems.ts';
import { bytesToWrite, missingShards, type CachePlan } from './cache-plan.ts';
import { freeBytes } from './disk-room.ts';
import { errorOf, type SampleFault } from './sample-faults.ts';
import { TEMPORARY } from './shard-file.ts';
import { removeStale } from './stale-files.ts';
import type { WorkerPool } from './worker-pool.ts';

/** More than a person reads through; the rest is counted. */
export const MOST_FAULTS = 500;

/**
 * Makes the shards that are missing or damaged; those that are whole stay, so a preparation that was ended goes on where it was. It goes
 * on past samples at fault too, so that one pass tells all of them.
 *
 * Errors: `data.cache-no-room`, `data.cache-unwritable`; the reason of `signal`; for one sample at fault its own, with the file, for
 * several `data.samples-at-fault`. Shards already made are kept.
 */
export async function prepareShards(
  cache: CachePlan,
  pool: WorkerPool,
  { onProgress, onFault, signal }: Pick<OpenDatasetOptions, 'onProgress' | 'onFault' | 'signal'>,
): Promise<void> {
  removeStale(cache.folder, (name) => name.endsWith(TEMPORARY));
  const perSource = cache.sources.map(missingShards);
  const missing = perSource.flatMap((shards, source) =>
    shards.map((shard) => ({
      source,
      shard: cache.sources[source]?.shards.indexOf(shard) ?? -1,
      samples: shard.to - shard.from,
    })),
  );
  const total = missing.reduce((n, { samples }) => n + samples, 0);
  if (total === 0) return;
  await checkRoom(
    cache.folder,
    cache.sources.reduce((bytes, source, i) => bytes + bytesToWrite(source, perSource[i] ?? []), 0),
  );
  const faults: FaultOfSource[] = [];
  const queue = missing[Symbol.iterator]();
  let done = 0;
  onProgress?.({ phase: 'preparing', done, total });
  const work = async (worker: number): Promise<void> => {
    for (const { source, shard, samples } of queue) {
      signal?.throwIfAborted();
      const found = await pool.prepare(worker, source, shard);
      for (const fault of found) onFault?.(errorOf(fault), fault.sample);
      faults.push(...found.map((fault) => ({ ...fault, source })));
      done += samples;
      onProgress?.({ phase: 'preparing', done, total });
    }
  };
  const results = await Promise.allSettled(Array.from({ length: pool.size }, (_, worker) => work(worker)));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  refuse(faults, cache.sources[0]?.plan.items.length ?? 0);
}

/** Errors: `data.cache-no-room`. */
async function checkRoom(folder: string, neededBytes: number): Promise<void> {
  const free = await freeBytes(folder);
  if (free !== null && neededBytes > free) throw new AppError('data.cache-no-room', { folder, neededBytes, freeBytes: free });
}

interface FaultOfSource extends SampleFault {
  /** Which of the sources it is in. */
  readonly source: number;
}

const bySample = (a: FaultOfSource, b: FaultOfSource): number =>
  a.sample < b.sample ? -1 : a.sample > b.sample ? 1 : a.source - b.source;

/** One sample's fault speaks for itself; more of them are counted, in the order of the samples. */
function refuse(faults: readonly FaultOfSource[], of: number): void {
  const sorted = [...faults].sort(bySample);
  const [first] = sorted;
  if (!first) return;
  const count = new Set(sorted.map(({ sample }) => sample)).size;
  if (count === 1) throw errorOf(first);
  const problems = sorted.slice(0, MOST_FAULTS).map((fault) => problemOf(errorOf(fault), { stem: fault.sample }));
  throw new AppError('data.samples-at-fault', { count, of, problems });
}
