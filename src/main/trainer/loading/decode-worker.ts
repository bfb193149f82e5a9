import { parentPort, workerData } from 'node:worker_threads';
import { errorData } from '../../../core/errors/app-error.ts';
import { buildShard, ShardStore } from './shard-store.ts';
import { sourceOf } from './sources/index.ts';
import type { BatchArrays, WorkerAnswer, WorkerJob, WorkerPlan } from './worker-messages.ts';

/** A decode worker: does one job at a time and answers each with exactly one message. It ends when its pool ends it. */

const { sources } = workerData as WorkerPlan;
const stores = sources.map(({ plan, shards }) => shards && new ShardStore(plan, shards));

async function fill({ memory, rows, draw }: WorkerJob & { type: 'fill' }): Promise<void> {
  const filling: Promise<void>[] = [];
  for (const [s, { plan }] of sources.entries()) {
    const buffer = memory[plan.modality.id];
    if (!buffer) continue;
    const target = new Float32Array(buffer);
    const length = plan.modality.shape.reduce((a, b) => a * b, 1);
    const store = stores[s] ?? null;
    for (const { row, item } of rows) {
      const found = plan.items[item];
      if (!found) throw new RangeError(`no item ${item}`);
      filling.push(sourceOf(plan).fill(found, plan, store && ((record) => store.read(item, record)), draw, target, row * length));
    }
  }
  // All of them, so that nothing writes to the batch after the answer, and then the first fault.
  const results = await Promise.allSettled(filling);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

function seal({ memory }: WorkerJob & { type: 'seal' }): BatchArrays {
  return Object.fromEntries(Object.entries(memory).map(([id, buffer]) => [id, new Float32Array(new Float32Array(buffer))]));
}

async function answerTo(job: WorkerJob): Promise<BatchArrays | null> {
  switch (job.type) {
    case 'prepare': {
      const source = sources[job.source];
      const shard = source?.shards?.[job.shard];
      if (source && shard) await buildShard(source.plan, shard);
      return null;
    }
    case 'fill':
      await fill(job);
      return null;
    case 'seal':
      return seal(job);
  }
}

parentPort?.on('message', (job: WorkerJob) => {
  answerTo(job).then(
    (value) => answer({ ok: true, value }, value ? Object.values(value).map(({ buffer }) => buffer as ArrayBuffer) : []),
    (error: unknown) => answer({ ok: false, error: errorData(error) }, []),
  );
});

function answer(message: WorkerAnswer, transfer: ArrayBuffer[]): void {
  parentPort?.postMessage(message, transfer);
}
