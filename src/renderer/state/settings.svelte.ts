import { SvelteMap } from 'svelte/reactivity';
import type { Client } from '../../core/contract/client.ts';
import { LatestWrites } from './latest-writes.ts';
import { problemOf, type Problem } from './live.svelte.ts';
import { NameBatch } from './name-batch.ts';

/**
 * What the pages keep in the library. A setting is fetched when it is first read, and again when another page has changed it. Where
 * the library cannot be written a change holds until the page is closed.
 */
export class Settings {
  readonly #client: Client;
  readonly #onProblem: (problem: Problem) => void;
  readonly #values = new SvelteMap<string, unknown>();
  readonly #names = new NameBatch(100, (names) => this.#fetch(names));
  readonly #writes: LatestWrites;

  constructor(client: Client, onProblem: (problem: Problem) => void) {
    this.#client = client;
    this.#onProblem = onProblem;
    this.#writes = new LatestWrites(
      (name, value) => client.call('settings.set', { name, value }),
      (thrown) => onProblem(problemOf(thrown)),
    );
  }

  /** Reactive. `fallback` until it is fetched, where it was never set, and where `isValid` refuses what was kept. */
  get<T>(name: string, fallback: T, isValid: (value: unknown) => value is T = (value): value is T => value != null): T {
    const value = this.#values.get(name);
    if (!this.#names.knows(name)) this.#names.want(name);
    return isValid(value) ? value : fallback;
  }

  /** Whether `get` says what is kept (reactive). */
  isLoaded(name: string): boolean {
    if (!this.#names.knows(name)) this.#names.want(name);
    return this.#values.has(name);
  }

  /** Null forgets it. */
  set(name: string, value: unknown): void {
    this.#names.markKnown(name);
    this.#values.set(name, value);
    this.#writes.put(name, value);
  }

  /** The host says that it changed, here or on another page. */
  changed(name: string): void {
    if (this.#names.knows(name) && !this.#writes.isWriting(name)) this.#names.want(name);
  }

  /** After a lost connection. */
  refresh(): void {
    this.#names.wantAllAgain();
  }

  async #fetch(names: string[]): Promise<void> {
    try {
      const { values } = await this.#client.call('settings.get', { names });
      for (const name of names) if (!this.#writes.isWriting(name)) this.#values.set(name, values[name] ?? null);
    } catch (thrown) {
      for (const name of names) if (!this.#values.has(name)) this.#values.set(name, null);
      this.#onProblem(problemOf(thrown));
    }
  }
}
