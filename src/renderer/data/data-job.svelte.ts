import type { Client } from '../../core/contract/client.ts';
import type { Payload } from '../../core/contract/index.ts';

let made = 0;

/** Work of the host on a data set that a page follows and may cancel. Of several at once under one job only the newest goes on. */
export class DataJob {
  #progress = $state.raw<Payload<'data.progress'> | null>(null);
  #running = $state(0);
  readonly #client: Client;
  readonly #name = `page-${String(Date.now())}-${String(made++)}`;
  readonly #unsubscribe: () => void;

  constructor(client: Client) {
    this.#client = client;
    this.#unsubscribe = client.on('data.progress', (progress) => {
      if (progress.job === this.#name && this.#running > 0) this.#progress = progress;
    });
  }

  get isRunning(): boolean {
    return this.#running > 0;
  }
  /** Null until the host tells of it. */
  get progress(): Payload<'data.progress'> | null {
    return this.#progress;
  }

  async run<T>(work: (job: string) => Promise<T>): Promise<T> {
    this.#running++;
    this.#progress = null;
    try {
      return await work(this.#name);
    } finally {
      this.#running--;
      if (this.#running === 0) this.#progress = null;
    }
  }

  cancel(): void {
    void this.#client.call('data.cancel', { job: this.#name }).catch(() => undefined);
  }

  /** Ends what is under way; nobody looks any more. */
  close(): void {
    if (this.isRunning) this.cancel();
    this.#unsubscribe();
  }
}
