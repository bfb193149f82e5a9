import type { RunDetail, RunId } from '../../core/contract/runs.ts';
import type { SeriesInfo } from '../../core/contract/series.ts';
import { ChartView } from './chart-view.svelte.ts';
import { CurveFeed } from './curve-feed.ts';
import { Live } from './live.svelte.ts';
import { modalitiesIn, namesOf, runsInOrder } from './runs-in-view.ts';
import { Scrubber } from './scrubber.svelte.ts';
import type { Studio } from './studio.svelte.ts';

/** Growing runs get new series; they are looked for this often at most. */
const LOOK_AGAIN_MS = 2_000;

/**
 * One run or several, looked at together: what their panels share. Runs are asked for again when they changed, their list of series
 * while they grow; curves come by the feed.
 */
export class RunsView {
  readonly studio: Studio;
  readonly scrubber = new Scrubber();
  readonly charts: ChartView;
  readonly feed: CurveFeed;
  /** The run that the others are compared with; null where none was chosen. */
  baseline = $state<RunId | null>(null);
  #ids = $state.raw<readonly RunId[]>([]);
  readonly #details: Live<readonly RunDetail[]>;
  readonly #series: Live<readonly SeriesInfo[]>;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(studio: Studio) {
    this.studio = studio;
    this.charts = new ChartView(studio.settings);
    this.feed = new CurveFeed(studio.client);
    this.#details = new Live(() => this.#askRuns());
    this.#series = new Live(() => this.#askSeries());
  }

  get ids(): readonly RunId[] {
    return this.#ids;
  }
  get isLoaded(): boolean {
    return this.#details.value !== null;
  }
  get problem(): Live<unknown>['problem'] {
    return this.#details.problem;
  }

  /** Those of the asked runs that there are, in the order asked. */
  readonly runs: readonly RunDetail[] = $derived.by(() => runsInOrder(this.#ids, this.#details.value ?? []));
  /** Those that the list has not hidden. */
  readonly visible: readonly RunDetail[] = $derived.by(() => this.runs.filter(({ id }) => !this.charts.hidden.has(id)));
  readonly series: readonly SeriesInfo[] = $derived.by(() => this.#series.value ?? []);
  /** As text, so that a list of the same names changes nothing. */
  readonly #namesText: string = $derived.by(() => namesOf(this.series).join('\n'));
  readonly names: readonly string[] = $derived.by(() => this.#namesText.split('\n').filter(Boolean));
  readonly #modalitiesText: string = $derived.by(() => modalitiesIn(this.names, this.runs).join('\n'));
  readonly modalities: readonly string[] = $derived.by(() => this.#modalitiesText.split('\n').filter(Boolean));
  readonly base: RunDetail | null = $derived.by(() => this.runs.find(({ id }) => id === this.baseline) ?? null);

  show(ids: readonly RunId[]): void {
    if (ids.join() === this.#ids.join()) return;
    this.#ids = ids;
    void this.refresh();
  }

  /** Begins to listen. Gives the function that ends it. */
  start(): () => void {
    const { client } = this.studio;
    const endings = [
      this.feed.start(),
      client.on('runs.changed', ({ runs }) => {
        if (runs === undefined || runs.some((id) => this.#ids.includes(id))) void this.#details.refresh();
      }),
      client.on('series.grew', ({ run }) => {
        if (this.#ids.includes(run)) this.#lookSoon();
      }),
    ];
    return () => {
      endings.forEach((end) => end());
      clearTimeout(this.#timer);
      this.scrubber.pause();
    };
  }

  async refresh(): Promise<void> {
    await Promise.all([this.#details.refresh(), this.#series.refresh()]);
  }

  /** After a lost connection. */
  reload(): void {
    void this.refresh();
    this.feed.reload();
  }

  #lookSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#series.refresh();
    }, LOOK_AGAIN_MS);
  }

  /** Runs that are gone are left out; what else goes wrong is told. */
  async #askRuns(): Promise<readonly RunDetail[]> {
    const answers = await Promise.allSettled(this.#ids.map((run) => this.studio.client.call('runs.get', { run })));
    const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
    const failed = answers.find((answer) => answer.status === 'rejected');
    if (found.length === 0 && failed !== undefined) throw failed.reason;
    return found;
  }

  async #askSeries(): Promise<readonly SeriesInfo[]> {
    if (this.#ids.length === 0) return [];
    return (await this.studio.client.call('series.list', { runs: [...this.#ids] })).series;
  }
}
