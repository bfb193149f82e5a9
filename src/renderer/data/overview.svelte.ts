import type { Client } from '../../core/contract/client.ts';
import { RemoteError } from '../../core/contract/client.ts';
import type { DataReport, DataSummary } from '../../core/contract/data.ts';
import { problemOf, type Problem } from '../state/live.svelte.ts';
import { DataJob } from './data-job.svelte.ts';

export type Found = { readonly report: DataReport } | { readonly problem: Problem };

/** What lists and files of each set say, found out one after the other and kept while nothing about the set changes. */
export class DataOverview {
  #found = $state.raw<Readonly<Record<string, Found>>>({});
  #wanted: readonly DataSummary[] = [];
  #isWorking = false;
  #isClosed = false;
  readonly #client: Client;
  readonly #job: DataJob;

  constructor(client: Client) {
    this.#client = client;
    this.#job = new DataJob(client);
  }

  /** Undefined until it was looked at. */
  of(set: DataSummary): Found | undefined {
    return this.#found[keyOf(set)];
  }

  look(sets: readonly DataSummary[]): void {
    this.#wanted = sets;
    if (!this.#isWorking) void this.#work();
  }

  close(): void {
    this.#isClosed = true;
    this.#job.close();
  }

  async #work(): Promise<void> {
    this.#isWorking = true;
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      const found = await this.#lookAt(next);
      if (found === null) break;
      this.#found = { ...this.#found, [keyOf(next)]: found };
    }
    this.#isWorking = false;
  }

  #next(): DataSummary | undefined {
    return this.#isClosed ? undefined : this.#wanted.find((set) => this.#found[keyOf(set)] === undefined);
  }

  /** Null where the page was left. */
  async #lookAt({ id }: DataSummary): Promise<Found | null> {
    try {
      return { report: await this.#job.run((job) => this.#client.call('data.check', { which: { id }, job })) };
    } catch (thrown) {
      return thrown instanceof RemoteError && thrown.code === 'data.cancelled' ? null : { problem: problemOf(thrown) };
    }
  }
}

const keyOf = ({ id, definition }: DataSummary): string => JSON.stringify([id, definition]);
