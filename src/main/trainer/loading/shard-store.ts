import { closeSync } from 'node:fs';
import { AppError } from '../../../core/errors/app-error.ts';
import { kept, restored } from './record-form.ts';
import { faultOf, SampleFaults, type SampleFault } from './sample-faults.ts';
import { openShard, readRecord, writeShard, type Shard } from './shard-file.ts';
import type { ShardPlan } from './shards.ts';
import { sourceOf } from './sources/index.ts';
import type { CachedSource } from './worker-messages.ts';

/** Open shards at most; a machine with many workers must not run out of file handles. */
const MAX_OPEN = 128;

/** Goes on after a sample at fault, so that all faults of the shard are known at its end. */
async function* recordsOf({ plan, form }: CachedSource, { from, to }: ShardPlan): AsyncGenerator<Uint8Array> {
  const faults: SampleFault[] = [];
  for (const item of plan.items.slice(from, to)) {
    try {
      const records = await sourceOf(plan).prepare(item, plan);
      const all = records.map((record) => kept(record, form, item.name));
      if (faults.length === 0) yield* all;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      faults.push(faultOf(item.name, error));
    }
  }
  if (faults.length > 0) throw new SampleFaults(faults);
}

/** Makes one shard from the files. Errors: `SampleFaults`, after which there is no such file; `data.cache-unwritable`. */
export async function buildShard(source: CachedSource, shard: ShardPlan): Promise<void> {
  await writeShard(shard.file, shard.records, recordsOf(source, shard));
}

/** Reads the prepared records of one plan; a damaged shard is made again from the files on the spot. */
export class ShardStore {
  readonly #source: CachedSource;
  /** The shard that holds each item. */
  readonly #shardOf: readonly ShardPlan[];
  /** By file, least recently used first. */
  readonly #open = new Map<string, Shard>();
  /** Shards being made again, by file. */
  readonly #mending = new Map<string, Promise<void>>();
  /** First record of each item within its shard. */
  readonly #firstRecord: Int32Array;

  constructor(source: CachedSource) {
    const { plan, shards } = source;
    this.#source = source;
    this.#firstRecord = new Int32Array(plan.items.length);
    this.#shardOf = shards.flatMap((shard) => new Array<ShardPlan>(shard.to - shard.from).fill(shard));
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
    const shard = this.#shardOf[item];
    if (!shard) throw new RangeError(`no shard holds item ${item}`);
    const wanted = (this.#firstRecord[item] ?? 0) + record;
    return restored(this.#read(shard, wanted) ?? (await this.#readMended(shard, wanted)), this.#source.form);
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
    const mending = buildShard(this.#source, plan).finally(() => {
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
