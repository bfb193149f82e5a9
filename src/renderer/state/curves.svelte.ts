import { untrack } from 'svelte';
import type { Client } from '../../core/contract/client.ts';
import type { Answer } from '../../core/contract/index.ts';
import type { RunId } from '../../core/contract/runs.ts';
import type { Curve, Smoothing } from '../../core/contract/series.ts';
import { appended } from '../charts/append.ts';
import type { Range } from '../charts/line.ts';
import type { CurveFeed, Follower } from './curve-feed.ts';
import { problemOf, type Problem } from './live.svelte.ts';

/** What a chart wants to see. `steps`: both ends included; null: all. `buckets`: pixel columns. */
export interface CurveQuery {
  readonly runs: readonly RunId[];
  readonly names: readonly string[];
  readonly steps: Range | null;
  readonly buckets: number;
  readonly smoothing: Smoothing;
}

/** How many points a bucket may have before a growing curve is asked for anew; a fresh answer has up to two. */
const MOST_PER_BUCKET = 4;
/** Smoothing that needs the whole series is made anew this often while a curve grows. */
const SMOOTH_AGAIN_MS = 2_000;

/**
 * The curves of one chart: read once for what it shows, then grown by the points that are new. An answer that a later question
 * overtook is not shown. `all` is replaced as a whole, as often as the feed asks.
 */
export class Curves implements Follower {
  #all = $state.raw<readonly Curve[]>([]);
  #readings = $state(0);
  #problem = $state.raw<Problem | null>(null);
  readonly #client: Client;
  readonly #feed: CurveFeed;
  #query: CurveQuery | null = null;
  #isUnderWay = false;
  #isStale = false;
  #readMs = 0;
  /** Points of a curve from which it is asked for anew. */
  #limit = Infinity;

  constructor(client: Client, feed: CurveFeed) {
    this.#client = client;
    this.#feed = feed;
  }

  get all(): readonly Curve[] {
    return this.#all;
  }
  /** False until the first answer. */
  get isLoaded(): boolean {
    return this.#readings > 0;
  }
  /** How often they were read, and not only grown. */
  get readings(): number {
    return this.#readings;
  }
  get problem(): Problem | null {
    return this.#problem;
  }

  /** Shows these from now on. */
  ask(query: CurveQuery): void {
    this.#query = query;
    void this.#read();
  }

  /** Grows with the runs until the given function is called. */
  follow(): () => void {
    // The effect that follows must not begin anew with every point.
    return untrack(() => this.#feed.follow(this));
  }

  reload(): void {
    void this.#read();
  }

  cursors(run: RunId): Record<string, number> {
    if (this.#query === null || this.#readings === 0 || !this.#query.runs.includes(run)) return {};
    const { names } = this.#query;
    return Object.fromEntries(names.map((name) => [name, this.#all.find(isOf(run, name))?.lastStep ?? -1]));
  }

  take(run: RunId, series: Answer<'series.after'>['series']): void {
    const query = this.#query;
    if (query === null || !query.runs.includes(run)) return;
    const names = query.names.filter((name) => (series[name]?.steps.length ?? 0) > 0);
    if (names.length === 0) return;
    if (names.some((name) => !this.#all.some(isOf(run, name)))) return void this.#read();

    const grown = this.#all.map((curve) => {
      const fresh = curve.run === run ? series[curve.name] : undefined;
      return fresh === undefined ? curve : appended(curve, fresh, query.smoothing, query.steps?.[1]);
    });
    this.#all = grown;
    if (this.#needsReading(grown, query)) void this.#read();
  }

  #needsReading(curves: readonly Curve[], { smoothing }: CurveQuery): boolean {
    if (longest(curves) > this.#limit) return true;
    const isWhole = smoothing.kind === 'none' || smoothing.kind === 'tensorboard';
    return !isWhole && performance.now() - this.#readMs > SMOOTH_AGAIN_MS;
  }

  /** One question is under way at a time; what is asked meanwhile leads to one more, with the latest query. */
  async #read(): Promise<void> {
    this.#isStale = true;
    if (this.#isUnderWay) return;
    this.#isUnderWay = true;
    while (this.#isStale) {
      this.#isStale = false;
      await this.#readOnce();
    }
    this.#isUnderWay = false;
  }

  async #readOnce(): Promise<void> {
    const query = this.#query;
    if (query === null) return;
    this.#readMs = performance.now();
    if (query.runs.length === 0 || query.names.length === 0) return this.#show([]);
    const { steps } = query;
    try {
      const { curves } = await this.#client.call('series.read', {
        runs: [...query.runs],
        names: [...query.names],
        buckets: query.buckets,
        smoothing: query.smoothing,
        ...(steps === null ? {} : { from: Math.max(0, steps[0]), to: Math.max(0, steps[1]) }),
      });
      if (query === this.#query) this.#show(curves);
    } catch (thrown) {
      this.#problem = problemOf(thrown);
    }
  }

  #show(curves: readonly Curve[]): void {
    for (const { run, generation } of curves) this.#feed.saw(run, generation);
    this.#limit = Math.max(MOST_PER_BUCKET * (this.#query?.buckets ?? 0), 2 * longest(curves));
    this.#all = curves;
    this.#readings++;
    this.#problem = null;
  }
}

const longest = (curves: readonly Curve[]): number => Math.max(0, ...curves.map(({ steps }) => steps.length));

const isOf =
  (run: RunId, name: string) =>
  (curve: Curve): boolean =>
    curve.run === run && curve.name === name;
