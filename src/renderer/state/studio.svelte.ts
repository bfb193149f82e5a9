import type { AppInfo } from '../../core/contract/app.ts';
import { RunId, type RunDetail } from '../../core/contract/runs.ts';
import type { Host } from '../api.ts';
import { Live } from './live.svelte.ts';
import { Runs } from './runs.svelte.ts';

interface OpenRun {
  readonly id: RunId;
  readonly detail: Live<RunDetail>;
}

/**
 * The state of the whole page. The address after `#` says which run is open, so that going back, reloading and links work as
 * everywhere; what the host says has changed is asked for again.
 */
export class Studio {
  readonly runs: Runs;
  readonly info: Live<AppInfo>;
  #open = $state.raw<OpenRun | null>(null);
  #isConnected = $state(true);
  #now = $state(Date.now());
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
    this.runs = new Runs(host.client);
    this.info = new Live(() => host.client.call('app.info', {}));
  }

  /** The run whose page is shown; null: all of them. */
  get open(): OpenRun | null {
    return this.#open;
  }
  get isConnected(): boolean {
    return this.#isConnected;
  }
  /** Good enough for "5 minutes ago". */
  get now(): number {
    return this.#now;
  }

  /** Begins to listen to host, address and clock. Gives the function that ends it. */
  start(): () => void {
    const follow = (): void => this.#follow(window.location.hash);
    const clock = setInterval(() => (this.#now = Date.now()), 10_000);
    window.addEventListener('hashchange', follow);
    const endings = [
      this.#host.client.on('runs.changed', () => this.#refresh()),
      this.#host.onConnection((isOpen) => {
        this.#isConnected = isOpen;
        if (isOpen) this.#refresh();
      }),
      () => window.removeEventListener('hashchange', follow),
      () => clearInterval(clock),
    ];
    follow();
    this.#refresh();
    return () => endings.forEach((end) => end());
  }

  #refresh(): void {
    this.#now = Date.now();
    void this.info.refresh();
    void this.runs.refresh();
    void this.#open?.detail.refresh();
  }

  #follow(hash: string): void {
    const id = runOf(hash);
    this.#open = id === null ? null : { id, detail: this.runs.detail(id) };
    void this.#open?.detail.refresh();
  }
}

/** The address of a run's page. */
export const linkTo = (run: RunId): string => `#/runs/${encodeURIComponent(run)}`;

/** The run in an address, if it names one. */
export function runOf(hash: string): RunId | null {
  const [, encoded] = /^#\/runs\/([^/]+)$/.exec(hash) ?? [];
  if (encoded === undefined) return null;
  try {
    return RunId.safeParse(decodeURIComponent(encoded)).data ?? null;
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}
