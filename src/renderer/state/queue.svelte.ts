import { SvelteMap } from 'svelte/reactivity';
import type { Client } from '../../core/contract/client.ts';
import type { Answer, Payload } from '../../core/contract/index.ts';
import type { QueueEntry, RunProgress } from '../../core/contract/queue.ts';
import { Live, type Problem } from './live.svelte.ts';

/** The queue, live: asked for again when its order or membership changes; progress comes by itself. */
export class Queue {
  readonly #list: Live<Answer<'queue.list'>>;
  readonly #progress = new SvelteMap<string, RunProgress>();

  constructor(client: Client) {
    this.#list = new Live(() => client.call('queue.list', {}));
  }

  /** Those that run first, then those that wait in their order, then those that may go on. */
  readonly entries: readonly QueueEntry[] = $derived.by(() =>
    (this.#list.value?.entries ?? []).map((entry) => ({ ...entry, progress: this.#progress.get(entry.run) ?? entry.progress })),
  );
  readonly running: readonly QueueEntry[] = $derived(this.entries.filter(({ status }) => status === 'running'));
  readonly waiting: readonly QueueEntry[] = $derived(this.entries.filter(({ status }) => status === 'queued'));

  get isLoaded(): boolean {
    return this.#list.value !== null;
  }
  get slots(): number {
    return this.#list.value?.slots ?? 1;
  }
  get isHeld(): boolean {
    return this.#list.value?.isHeld ?? false;
  }
  /** Until all that runs and waits is done; null where that is not known. */
  get secondsLeft(): number | null {
    return this.#list.value?.secondsLeft ?? null;
  }
  get problem(): Problem | null {
    return this.#list.problem;
  }

  /** How far a run has got that is worked on. */
  progressOf(run: string): RunProgress | null {
    return this.#progress.get(run) ?? this.#list.value?.entries.find((entry) => entry.run === run)?.progress ?? null;
  }

  async refresh(): Promise<void> {
    await this.#list.refresh();
    for (const run of this.#progress.keys()) {
      const entry = this.#list.value?.entries.find((one) => one.run === run);
      if (entry?.status !== 'running') this.#progress.delete(run);
    }
  }

  got(progress: Payload<'queue.progress'>): void {
    this.#progress.set(progress.run, progress);
  }
}
