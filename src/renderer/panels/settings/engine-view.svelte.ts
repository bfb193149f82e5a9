import type { Client } from '../../../core/contract/client.ts';
import type { Answer, Payload } from '../../../core/contract/index.ts';
import { Live, type Problem } from '../../state/live.svelte.ts';

export type EngineStatus = Answer<'engine.status'>;
export type PackStatus = EngineStatus['packs'][number];
export type PackKind = PackStatus['kind'];
type Progress = Payload<'engine.progress'>;

/** The TensorFlow packs and the making of one, live. */
export class EngineView {
  readonly #client: Client;
  readonly #status: Live<EngineStatus>;
  #progress = $state.raw<Progress | null>(null);
  #failure = $state.raw<(Problem & { readonly kind: PackKind }) | null>(null);

  constructor(client: Client) {
    this.#client = client;
    this.#status = new Live(() => client.call('engine.status', {}));
  }

  get status(): EngineStatus | null {
    return this.#status.value;
  }
  get problem(): Problem | null {
    return this.#status.problem;
  }
  /** The pack that is being made. */
  get installing(): PackKind | null {
    return this.#progress?.kind ?? this.status?.installing ?? null;
  }
  /** Of the pack that is being made; null until it says something. */
  get progress(): Progress | null {
    return this.#progress;
  }
  /** Why the last one could not be made. */
  get failure(): (Problem & { readonly kind: PackKind }) | null {
    return this.#failure;
  }

  async install(kind: PackKind): Promise<void> {
    this.#failure = null;
    await this.#client.call('engine.install', { kind });
    await this.#status.refresh();
  }
  async cancel(): Promise<void> {
    await this.#client.call('engine.cancel', {});
  }

  /** Begins to listen. Gives the function that ends it. */
  start(): () => void {
    void this.#status.refresh();
    return this.#client.on('engine.progress', (progress) => this.#told(progress));
  }

  #told(progress: Progress): void {
    this.#progress = progress.isOver ? null : progress;
    if (!progress.isOver) return;
    this.#failure = progress.error === null ? null : { kind: progress.kind, ...progress.error };
    void this.#status.refresh();
  }
}
