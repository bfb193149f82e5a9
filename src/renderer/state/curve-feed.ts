import type { Client } from '../../core/contract/client.ts';
import type { Answer } from '../../core/contract/index.ts';
import type { RunId } from '../../core/contract/runs.ts';

/** Something on the page that shows curves and wants what is new of them. */
export interface Follower {
  /** Step of the last point that it has of each series of a run, −1 for those that it has none of; empty where it shows none of that run. */
  cursors(run: RunId): Readonly<Record<string, number>>;
  take(run: RunId, series: Answer<'series.after'>['series']): void;
  /** Points were taken away, or the connection was lost: what it has may be wrong. */
  reload(): void;
}

/**
 * New points for all charts of a page. The host says that a run grew; one question a run asks for the points after the cursors of
 * all charts together, however long the history is. One question a run is under way at a time, and growth that is told meanwhile
 * leads to one more.
 */
export class CurveFeed {
  readonly #client: Client;
  readonly #followers = new Set<Follower>();
  readonly #generations = new Map<RunId, number>();
  readonly #underWay = new Set<RunId>();
  readonly #stale = new Set<RunId>();
  #frame = 0;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Begins to listen. Gives the function that ends it. */
  start(): () => void {
    const end = this.#client.on('series.grew', ({ run, generation }) => {
      if (this.#isOther(run, generation)) this.reload();
      this.#stale.add(run);
      this.#schedule();
    });
    return () => {
      end();
      cancelAnimationFrame(this.#frame);
      this.#frame = 0;
    };
  }

  follow(follower: Follower): () => void {
    this.#followers.add(follower);
    return () => void this.#followers.delete(follower);
  }

  /** Points of this generation of a run were read. */
  saw(run: RunId, generation: number): void {
    this.#generations.set(run, generation);
  }

  reload(): void {
    for (const follower of this.#followers) follower.reload();
  }

  #schedule(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      for (const run of this.#stale) {
        if (this.#underWay.has(run)) continue;
        this.#stale.delete(run);
        void this.#ask(run);
      }
    });
  }

  async #ask(run: RunId): Promise<void> {
    const after = this.#cursors(run);
    if (Object.keys(after).length === 0) return;
    this.#underWay.add(run);
    try {
      const { generation, series } = await this.#client.call('series.after', { run, after });
      if (this.#isOther(run, generation)) this.reload();
      else for (const follower of this.#followers) follower.take(run, series);
    } catch (error) {
      // The next growth asks again; a lost connection is told of by the page.
      console.warn('new points could not be had', error);
    } finally {
      this.#underWay.delete(run);
      if (this.#stale.has(run)) this.#schedule();
    }
  }

  /** The least cursor of each series, over all that show it. */
  #cursors(run: RunId): Record<string, number> {
    const after: Record<string, number> = {};
    for (const follower of this.#followers)
      for (const [name, step] of Object.entries(follower.cursors(run))) after[name] = Math.min(after[name] ?? Infinity, step);
    return after;
  }

  #isOther(run: RunId, generation: number): boolean {
    const known = this.#generations.get(run);
    this.#generations.set(run, generation);
    return known !== undefined && known !== generation;
  }
}
