import type { Client } from '../../core/contract/client.ts';
import type { Answer } from '../../core/contract/index.ts';
import type { RunDetail, RunId, RunSummary } from '../../core/contract/runs.ts';
import { Live, type Problem } from './live.svelte.ts';

/** The runs of the library that fit the search, newest first. */
export class Runs {
  #search = $state('');
  readonly #client: Client;
  readonly #list: Live<Answer<'runs.list'>>;

  constructor(client: Client) {
    this.#client = client;
    this.#list = new Live(() => client.call('runs.list', { search: this.#search }));
  }

  get isLoaded(): boolean {
    return this.#list.value !== null;
  }
  get all(): readonly RunSummary[] {
    return this.#list.value?.runs ?? [];
  }
  get total(): number {
    return this.#list.value?.total ?? 0;
  }
  get problem(): Problem | null {
    return this.#list.problem;
  }
  get search(): string {
    return this.#search;
  }

  refresh(): Promise<void> {
    return this.#list.refresh();
  }

  /** Keeps only runs that have all of these words, as beginnings of words. */
  find(text: string): Promise<void> {
    this.#search = text;
    return this.#list.refresh();
  }

  /** One run in full, kept up to date by `refresh`. */
  detail(run: RunId): Live<RunDetail> {
    return new Live(() => this.#client.call('runs.get', { run }));
  }
}
