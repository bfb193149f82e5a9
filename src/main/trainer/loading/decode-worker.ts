import { parentPort, workerData } from 'node:worker_threads';
import { errorData } from '../../../core/errors/app-error.ts';
import { fillRows } from './fill-rows.ts';
import { errorOf, SampleFaults, type SampleFault } from './sample-faults.ts';
import { buildShard, ShardStore } from './shard-store.ts';
import type { Numbered, PrepareJob, WorkerAnswer, WorkerJob, WorkerPlan } from './worker-messages.ts';

/** A decode worker: does its jobs one after the other, in the order they come. It ends when its pool ends it. */

const { sources } = workerData as WorkerPlan;
const stocked = sources.map((source) => ({
  plan: source.plan,
  store: source.form === 'checked' ? null : new ShardStore(source),
}));

/** Undefined where another worker answers. */
async function answerTo(job: Numbered<WorkerJob>): Promise<WorkerAnswer | undefined> {
  const { id } = job;
  if (job.type === 'prepare') return { id, type: 'prepared', faults: await prepare(job) };
  const arrays = await fillRows(job, stocked);
  return arrays && { id, type: 'batch', arrays };
}

async function prepare({ source: place, shard: number }: PrepareJob): Promise<readonly SampleFault[]> {
  const source = sources[place];
  const shard = source?.shards[number];
  if (!source || !shard) throw new RangeError(`no shard ${number} of source ${place}`);
  try {
    await buildShard(source, shard);
    return [];
  } catch (error) {
    if (error instanceof SampleFaults) return error.faults;
    throw error;
  }
}

async function work(job: Numbered<WorkerJob>): Promise<void> {
  try {
    const answer = await answerTo(job);
    if (answer) post(answer);
  } catch (error) {
    const told = error instanceof SampleFaults && error.faults[0] ? errorOf(error.faults[0]) : error;
    post({ id: job.id, type: 'failed', error: errorData(told) });
  }
}

function post(answer: WorkerAnswer): void {
  const arrays = answer.type === 'batch' ? Object.values(answer.arrays) : [];
  parentPort?.postMessage(
    answer,
    arrays.map(({ buffer }) => buffer as ArrayBuffer),
  );
}

let last = Promise.resolve();
parentPort?.on('message', (job: Numbered<WorkerJob>) => {
  last = last.then(() => work(job));
});
