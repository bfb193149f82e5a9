import type { ShardStore } from './shard-store.ts';
import { sourceOf, type SourcePlan } from './sources/index.ts';
import type { BatchArrays, BatchJob } from './worker-messages.ts';

/** A source and, where its prepared form is on disk, its shards. */
export interface StockedSource {
  readonly plan: SourcePlan;
  readonly store: ShardStore | null;
}

/** Rows worked on at a time: while the pixels of one are resized, the files of the other are decoded in native threads. */
const AT_A_TIME = 2;

async function fillRow({ items, draw, memory }: BatchJob, row: number, sources: readonly StockedSource[]): Promise<void> {
  const filling = sources.map(async ({ plan, store }) => {
    const buffer = memory[plan.modality.id];
    if (!buffer) return;
    const index = items[row] ?? -1;
    const item = plan.items[index];
    if (!item) throw new RangeError(`no sample ${index}`);
    const length = plan.modality.shape.reduce((a, b) => a * b, 1);
    await sourceOf(plan).fill(
      item,
      plan,
      store && ((record) => store.read(index, record)),
      draw,
      new Float32Array(buffer),
      row * length,
    );
  });
  // All of them before any fault is told, so that nothing writes to the batch any more.
  for (const result of await Promise.allSettled(filling)) if (result.status === 'rejected') throw result.reason;
}

/** The batch in memory of its own, ready to be handed over. */
const sealed = ({ memory }: BatchJob): BatchArrays =>
  Object.fromEntries(Object.entries(memory).map(([id, buffer]) => [id, new Float32Array(new Float32Array(buffer))]));

/**
 * Takes rows of a batch until none is left. Gives the batch to the caller that finished its last row, undefined to others.
 * Errors: those of decoding, with the file; the batch is then never finished.
 */
export async function fillRows(job: BatchJob, sources: readonly StockedSource[]): Promise<BatchArrays | undefined> {
  const counters = new Int32Array(job.counters);
  let isLast = false;
  const take = async (): Promise<void> => {
    for (let row = Atomics.add(counters, 0, 1); row < job.items.length; row = Atomics.add(counters, 0, 1)) {
      await fillRow(job, row, sources);
      isLast ||= Atomics.add(counters, 1, 1) + 1 === job.items.length;
    }
  };
  for (const result of await Promise.allSettled(Array.from({ length: AT_A_TIME }, take)))
    if (result.status === 'rejected') throw result.reason;
  return isLast ? sealed(job) : undefined;
}
