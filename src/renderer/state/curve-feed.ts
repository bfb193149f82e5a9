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

/** Between two questions for new points: an eye sees no more, and every picture takes time from the training run beside it. */
const REST_MS = 120;

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
  #timer: ReturnType<typeof setTimeout> | undefined;
  #askedMs = -Infinity;

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
    const look = (): void => {
      if (this.#stale.size > 0) this.#schedule();
    };
    document.addEventListener('visibilitychange', look);
    return () => {
      end();
      document.removeEventListener('visibilitychange', look);
      clearTimeout(this.#timer);
      this.#timer = undefined;
    };
  }

  /** What came while it did not follow is asked for at once. */
  follow(follower: Follower): () => void {
    this.#followers.add(follower);
    for (const run of this.#generations.keys()) if (Object.keys(follower.cursors(run)).length > 0) this.#stale.add(run);
    if (this.#stale.size > 0) this.#schedule();
    return () => void this.#followers.delete(follower);
  }

  /** Points of this generation of a run were read. */
  saw(run: RunId, generation: number): void {
    this.#generations.set(run, generation);
  }

  reload(): void {
    for (const follower of this.#followers) follower.reload();
  }

  /** At once after a rest; a page that is not seen asks when it is seen again. */
  #schedule(): void {
    if (document.hidden) return;
    this.#timer ??= setTimeout(
      () => {
        this.#timer = undefined;
        this.#askedMs = performance.now();
        for (const run of this.#stale) {
          if (this.#underWay.has(run)) continue;
          this.#stale.delete(run);
          void this.#ask(run);
        }
      },
      Math.max(0, this.#askedMs + REST_MS - performance.now()),
    );
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
