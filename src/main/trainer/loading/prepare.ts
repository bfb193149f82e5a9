import type { OpenDatasetOptions } from '../../../core/data/dataset.ts';
import { dirname } from 'node:path';
import { isWholeShard, TEMPORARY } from './shard-file.ts';
import { removeStale } from './stale-files.ts';
import type { WorkerPlan } from './worker-messages.ts';
import type { WorkerPool } from './worker-pool.ts';

/**
 * Makes the shards that are missing or damaged; those that are whole stay, so a preparation that was ended goes on where it was.
 * Errors: those of decoding, with the file; the reason of `signal`. Shards already made are kept.
 */
export async function prepareShards(
  { sources }: WorkerPlan,
  pool: WorkerPool,
  { onProgress, signal }: Pick<OpenDatasetOptions, 'onProgress' | 'signal'>,
): Promise<void> {
  const folders = new Set(sources.flatMap(({ shards }) => shards?.map(({ file }) => dirname(file)) ?? []));
  for (const folder of folders) removeStale(folder, (name) => name.endsWith(TEMPORARY));
  const missing = sources.flatMap(({ shards }, source) =>
    (shards ?? []).flatMap((plan, shard) =>
      isWholeShard(plan.file, plan.records) ? [] : [{ source, shard, samples: plan.to - plan.from }],
    ),
  );
  const total = missing.reduce((n, { samples }) => n + samples, 0);
  let done = 0;
  const queue = missing[Symbol.iterator]();
  if (total > 0) onProgress?.({ phase: 'preparing', done, total });
  const work = async (worker: number): Promise<void> => {
    for (const { source, shard, samples } of queue) {
      signal?.throwIfAborted();
      await pool.prepare(worker, source, shard);
      done += samples;
      onProgress?.({ phase: 'preparing', done, total });
    }
  };
  const results = await Promise.allSettled(Array.from({ length: pool.size }, (_, worker) => work(worker)));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
