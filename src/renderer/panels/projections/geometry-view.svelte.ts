import type { Client } from '../../../core/contract/client.ts';
import type { GeometryAt, GeometryOverview, Trajectory } from '../../../core/contract/geometry.ts';
import type { Answer } from '../../../core/contract/index.ts';
import type { RunId } from '../../../core/contract/runs.ts';
import { Live, type Problem } from '../../state/live.svelte.ts';
import { distinct, inOrder, lastStepOf, stepsOf, withNews } from './merge.ts';
import { nearestIndex, union } from './stops.ts';

/** How often a growing run is looked at, at most. */
const LOOK_MS = 700;
/** Principal components are of all steps, so they are asked for more seldom. */
const TRAJECTORY_MS = 3000;

/** One picture of trajectories: of one modality, or `''` of all on the same axes. */
export interface NamedTrajectory {
  readonly modality: string;
  readonly trajectory: Trajectory;
}

/** The gradient geometry of some runs, kept up with while they are trained: what is new is asked for by cursor, once for all panels. */
export class GeometryView {
  readonly #client: Client;
  #runs = $state.raw<readonly RunId[]>([]);
  #overviews = $state.raw<readonly GeometryOverview[]>([]);
  #isLoaded = $state(false);
  #step = 0;
  #wish: { readonly modalities: readonly string[]; readonly isNormalised: boolean } | null = null;
  readonly #more: Live<true>;
  readonly #records: Live<Answer<'geometry.at'>['runs']>;
  readonly #trajectories: Live<readonly NamedTrajectory[]>;
  #looking: ReturnType<typeof setTimeout> | undefined;
  #drawing: ReturnType<typeof setTimeout> | undefined;
  /** Runs that may have more than is known. */
  #stale: readonly RunId[] = [];
  /** Those of which all must be read anew. What is known of them is shown meanwhile. */
  #outdated: readonly RunId[] = [];

  /** Every measured step of any of the runs. */
  readonly stops: Uint32Array = $derived.by(() => union(this.#overviews.flatMap(stepsOf)));
  /** Modalities of all runs, in the order they come. */
  readonly modalities: readonly string[] = $derived.by(() => distinct(this.#overviews.flatMap(({ modalities }) => modalities)));

  constructor(client: Client) {
    this.#client = client;
    this.#more = new Live(() => this.#look());
    this.#records = new Live(() => this.#ask());
    this.#trajectories = new Live(() => this.#draw());
  }

  get isLoaded(): boolean {
    return this.#isLoaded;
  }
  get problem(): Problem | null {
    return this.#more.problem ?? this.#records.problem ?? this.#trajectories.problem;
  }
  get trajectories(): readonly NamedTrajectory[] {
    return this.#trajectories.value ?? [];
  }
  /** Steps an epoch, where all runs have the same. */
  get stepsPerEpoch(): number | null {
    const found = distinct(this.#overviews.map(({ stepsPerEpoch }) => stepsPerEpoch));
    return found.length === 1 ? (found[0] ?? null) : null;
  }

  overview(run: RunId): GeometryOverview | null {
    return this.#overviews.find((overview) => overview.run === run) ?? null;
  }

  /** All encoders at the measured step nearest to the one shown. */
  records(run: RunId): readonly GeometryAt[] {
    return this.#records.value?.find((found) => found.run === run)?.records ?? [];
  }

  /** Begins to listen. Gives the function that ends it. */
  start(): () => void {
    const endings = [
      this.#client.on('series.grew', ({ run, lastStep, generation }) => {
        const known = this.overview(run);
        if (known === null) return;
        // No call before there can be an answer: the next measured step is `every` steps away.
        if (known.generation !== generation || lastStep >= lastStepOf(known) + (known.every ?? 1)) this.#soon(run);
      }),
      this.#client.on('runs.changed', ({ runs }) => {
        for (const run of this.#runs) if (runs === undefined || runs.includes(run)) this.#soon(run);
      }),
    ];
    return () => {
      for (const end of endings) end();
      clearTimeout(this.#looking);
      clearTimeout(this.#drawing);
    };
  }

  /** Shows these runs; what is known of those that stay is kept. */
  show(runs: readonly RunId[]): void {
    this.#runs = runs;
    this.#overviews = inOrder(runs, this.#overviews);
    this.#stale = distinct([...this.#stale, ...runs.filter((run) => this.overview(run) === null)]);
    void this.#more.refresh();
  }

  /** What `records` are of. */
  showStep(step: number): void {
    this.#step = step;
    void this.#records.refresh();
  }

  /** A text that changes when other records than those shown are the nearest to a step. */
  nearest(step: number): string {
    return this.#overviews
      .map((overview) => {
        const steps = stepsOf(overview)[0] ?? [];
        return `${overview.run} ${String(steps[nearestIndex(steps, step)] ?? -1)}`;
      })
      .join();
  }

  /** What `trajectories` are of: for each modality, `''` for all on the same axes. */
  showTrajectories(modalities: readonly string[], isNormalised: boolean): void {
    this.#wish = { modalities, isNormalised };
    void this.#trajectories.refresh();
  }

  #soon(run: RunId): void {
    this.#stale = distinct([...this.#stale, run]);
    this.#looking ??= setTimeout(() => {
      this.#looking = undefined;
      void this.#more.refresh();
    }, LOOK_MS);
  }

  async #look(): Promise<true> {
    const runs = this.#stale;
    this.#stale = [];
    try {
      if (runs.length > 0) await this.#read(runs);
    } catch (error) {
      this.#stale = distinct([...runs, ...this.#stale]);
      throw error;
    }
    this.#isLoaded = true;
    return true;
  }

  async #read(runs: readonly RunId[]): Promise<void> {
    const anew = this.#outdated.filter((run) => runs.includes(run));
    const known = runs.flatMap((run) => (anew.includes(run) ? [] : (this.overview(run) ?? [])));
    const after = Object.fromEntries(known.map((overview) => [overview.run, lastStepOf(overview)]));
    const news = await this.#client.call('geometry.overview', { runs: [...runs], after });
    const next = withNews(this.#overviews, news.runs, after);
    this.#overviews = inOrder(this.#runs, next.overviews);
    this.#outdated = distinct([...this.#outdated.filter((run) => !anew.includes(run)), ...next.outdated]);
    for (const run of next.outdated) this.#soon(run);
    if (next.hasGrown) this.#redraw();
    // The step shown may be the same and what was measured there another.
    if (anew.length > 0) void this.#records.refresh();
  }

  #redraw(): void {
    this.#drawing ??= setTimeout(() => {
      this.#drawing = undefined;
      if (this.#wish !== null) void this.#trajectories.refresh();
    }, TRAJECTORY_MS);
  }

  async #ask(): Promise<Answer<'geometry.at'>['runs']> {
    if (this.#runs.length === 0) return [];
    return (await this.#client.call('geometry.at', { runs: [...this.#runs], step: this.#step })).runs;
  }

  async #draw(): Promise<readonly NamedTrajectory[]> {
    const wish = this.#wish;
    const runs = [...this.#runs];
    if (wish === null || runs.length === 0) return [];
    const { isNormalised } = wish;
    return Promise.all(
      wish.modalities.map(async (modality) => {
        const which = modality === '' ? {} : { modalities: [modality] };
        return { modality, trajectory: await this.#client.call('geometry.trajectory', { runs, isNormalised, ...which }) };
      }),
    );
  }
}
