import { closeSync } from 'node:fs';
import { openShard, readRecord, writeShard, type Shard } from './shard-file.ts';
import type { ShardPlan } from './shards.ts';
import { sourceOf, type SourcePlan } from './sources/index.ts';

/** Open shards at most; a machine with many workers must not run out of file handles. */
const MAX_OPEN = 128;

async function* recordsOf(plan: SourcePlan, { from, to }: ShardPlan): AsyncGenerator<Uint8Array> {
  const source = sourceOf(plan);
  for (const item of plan.items.slice(from, to)) yield* await source.prepare(item, plan);
}

/** Makes one shard from the files. Errors: those of decoding, with the file; `data.cache-unwritable`. */
export async function buildShard(plan: SourcePlan, shard: ShardPlan): Promise<void> {
  await writeShard(shard.file, shard.records, recordsOf(plan, shard));
}

/** Reads the prepared records of one plan; a damaged shard is made again from the files on the spot. */
export class ShardStore {
  readonly #plan: SourcePlan;
  readonly #shards: readonly ShardPlan[];
  /** By file, least recently used first. */
  readonly #open = new Map<string, Shard>();
  /** Shards being made again, by file. */
  readonly #mending = new Map<string, Promise<void>>();
  /** First record of each item within its shard. */
  readonly #firstRecord: Int32Array;

  constructor(plan: SourcePlan, shards: readonly ShardPlan[]) {
    this.#plan = plan;
    this.#shards = shards;
    this.#firstRecord = new Int32Array(plan.items.length);
    for (const { from, to } of shards) {
      let record = 0;
      for (let i = from; i < to; i++) {
        const item = plan.items[i];
        this.#firstRecord[i] = record;
        record += item ? sourceOf(plan).records(item) : 0;
      }
    }
  }

  async read(item: number, record: number): Promise<Uint8Array> {
    const plan = this.#shards.find(({ from, to }) => item >= from && item < to);
    if (!plan) throw new RangeError(`no shard holds item ${item}`);
    const wanted = (this.#firstRecord[item] ?? 0) + record;
    return this.#read(plan, wanted) ?? (await this.#readMended(plan, wanted));
  }

  close(): void {
    for (const file of [...this.#open.keys()]) this.#forget(file);
  }

  /** Waits for the shard to be made again, by whoever found it damaged first, and reads. */
  async #readMended(plan: ShardPlan, record: number): Promise<Uint8Array> {
    await (this.#mending.get(plan.file) ?? this.#mend(plan));
    const found = this.#read(plan, record);
    if (!found) throw new Error(`${plan.file} is damaged right after it was written`);
    return found;
  }

  #mend(plan: ShardPlan): Promise<void> {
    const mending = buildShard(this.#plan, plan).finally(() => {
      // Others may have opened the damaged file meanwhile.
      this.#forget(plan.file);
      this.#mending.delete(plan.file);
    });
    this.#mending.set(plan.file, mending);
    return mending;
  }

  #read(plan: ShardPlan, record: number): Uint8Array | null {
    const shard = this.#open.get(plan.file) ?? openShard(plan.file, plan.records);
    if (!shard) return null;
    this.#open.delete(plan.file);
    this.#open.set(plan.file, shard);
    const [oldest] = this.#open.keys();
    if (this.#open.size > MAX_OPEN && oldest !== undefined) this.#forget(oldest);
    return readRecord(shard, record);
  }

  #forget(file: string): void {
    const shard = this.#open.get(file);
    if (shard) closeSync(shard.fd);
    this.#open.delete(file);
  }
}
