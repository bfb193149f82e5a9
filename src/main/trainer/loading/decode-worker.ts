import { parentPort, workerData } from 'node:worker_threads';
import { errorData } from '../../../core/errors/app-error.ts';
import { fillRows } from './fill-rows.ts';
import { buildShard, ShardStore } from './shard-store.ts';
import type { BatchArrays, Numbered, WorkerAnswer, WorkerJob, WorkerPlan } from './worker-messages.ts';

/** A decode worker: does its jobs one after the other, in the order they come. It ends when its pool ends it. */

const { sources } = workerData as WorkerPlan;
const stocked = sources.map(({ plan, shards }) => ({ plan, store: shards && new ShardStore(plan, shards) }));

/** The answer's value; undefined where another worker answers. */
async function answerTo(job: WorkerJob): Promise<BatchArrays | null | undefined> {
  if (job.type === 'batch') return fillRows(job, stocked);
  const source = sources[job.source];
  const shard = source?.shards?.[job.shard];
  if (source && shard) await buildShard(source.plan, shard);
  return null;
}

async function work(job: Numbered<WorkerJob>): Promise<void> {
  try {
    const value = await answerTo(job);
    if (value !== undefined) answer({ id: job.id, ok: true, value });
  } catch (error) {
    answer({ id: job.id, ok: false, error: errorData(error) });
  }
}

function answer(message: WorkerAnswer): void {
  const arrays = message.ok && message.value ? Object.values(message.value) : [];
  parentPort?.postMessage(
    message,
    arrays.map(({ buffer }) => buffer as ArrayBuffer),
  );
}

let last = Promise.resolve();
parentPort?.on('message', (job: Numbered<WorkerJob>) => {
  last = last.then(() => work(job));
});
