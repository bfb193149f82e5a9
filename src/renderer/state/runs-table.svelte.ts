import type { Client } from '../../core/contract/client.ts';
import type { Cell, RunId, RunRow } from '../../core/contract/runs.ts';
import { windowsFor, WINDOW, type RowWindow } from '../table/row-windows.ts';
import { shownRows, withRows, type ShownRows, type TableQuery } from '../table/shown-rows.ts';
import { problemOf, type Problem } from './live.svelte.ts';

/** Between two times that a table is asked for anew because runs have changed. */
const REST_MS = 400;
const MOST = 1000;

/**
 * The rows of the table that are looked at. One call for each change of the view; scrolling fetches what is not there yet; what runs
 * while it is shown is asked for again, the lines on the screen only. What was shown stays until there is something newer.
 */
export class RunsTable {
  readonly #client: Client;
  #shown = $state.raw<ShownRows | null>(null);
  #problem = $state.raw<Problem | null>(null);
  #isLoading = $state(false);
  /** Counts queries: an answer to an earlier one is not shown. */
  #generation = 0;
  #seen: readonly number[] = [0];
  #fetching: readonly number[] = [];
  #asked = '';
  #query: TableQuery | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(client: Client) {
    this.#client = client;
  }

  get shown(): ShownRows | null {
    return this.#shown;
  }
  get total(): number {
    return this.#shown?.total ?? 0;
  }
  get problem(): Problem | null {
    return this.#problem;
  }
  /** Whether what is shown is not yet what was asked for. */
  get isLoading(): boolean {
    return this.#isLoading;
  }

  rowAt(offset: number): RunRow | undefined {
    return this.#shown?.rows.get(offset);
  }

  /** Undefined where the column was asked for just now and is not there yet. */
  cellOf(row: RunRow, column: string): Cell | undefined {
    const place = this.#shown?.places.get(column);
    return place === undefined ? undefined : row.cells[place];
  }

  extremesOf(column: string): { min: number; max: number } | null {
    const place = this.#shown?.places.get(column);
    return place === undefined ? null : (this.#shown?.extremes[place] ?? null);
  }

  /** Shows another view; nothing is asked for where it asks for the same. */
  async load(query: TableQuery): Promise<void> {
    const asked = JSON.stringify(query);
    if (asked === this.#asked && this.#problem === null) return;
    this.#asked = asked;
    this.#query = query;
    await this.#renew(query);
  }

  /** These rows are on the screen: those that are not there are fetched. */
  see(offsets: readonly number[]): void {
    if (offsets.length > 0) this.#seen = offsets;
    const shown = this.#shown;
    if (shown === null || this.#isLoading) return;
    const isKnown = (start: number): boolean => shown.rows.has(start) || this.#fetching.includes(start) || start >= shown.total;
    for (const window of windowsFor(offsets, isKnown)) void this.#fetch(shown.query, window);
  }

  /** Some runs have changed; asks again, not more than a few times a second. */
  runsChanged(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      if (this.#query !== null) void this.#renew(this.#query);
    }, REST_MS);
  }

  /** All rows that fit, with their cells in the order of `columns`: for an export. */
  async all(columns: readonly string[]): Promise<readonly RunRow[]> {
    const query = { ...(this.#query ?? {}), columns: [...columns] };
    const rows: RunRow[] = [];
    for (let offset = 0, total = Infinity; offset < total; offset += MOST) {
      const table = await this.#client.call('runs.table', { ...query, offset, limit: MOST });
      rows.push(...table.rows);
      total = table.total;
    }
    return rows;
  }

  /** Ids of rows from one place to another, both included, in order. */
  async idsBetween(first: number, last: number): Promise<readonly RunId[]> {
    const [from, to] = [Math.min(first, last), Math.max(first, last)];
    const offsets = Array.from({ length: to - from + 1 }, (_, index) => from + index);
    const known = offsets.flatMap((offset) => this.rowAt(offset)?.id ?? []);
    if (known.length === offsets.length || this.#shown === null) return known;
    return (await this.all([])).slice(from, to + 1).map(({ id }) => id);
  }

  async #renew(query: TableQuery): Promise<void> {
    const generation = ++this.#generation;
    this.#isLoading = true;
    this.#fetching = [];
    const { offset, limit } = hullOf(this.#seen);
    try {
      const table = await this.#client.call('runs.table', { ...query, offset, limit });
      if (generation !== this.#generation) return;
      this.#shown = shownRows(query, offset, table);
      this.#problem = null;
    } catch (thrown) {
      if (generation === this.#generation) this.#problem = problemOf(thrown);
    } finally {
      if (generation === this.#generation) {
        this.#isLoading = false;
        this.see(this.#seen);
      }
    }
  }

  async #fetch(query: TableQuery, { offset, limit }: RowWindow): Promise<void> {
    const generation = this.#generation;
    const starts = Array.from({ length: limit / WINDOW }, (_, index) => offset + index * WINDOW);
    this.#fetching = [...this.#fetching, ...starts];
    try {
      const table = await this.#client.call('runs.table', { ...query, offset, limit });
      if (generation !== this.#generation || this.#shown === null) return;
      this.#shown = withRows(this.#shown, offset, table.rows);
    } catch (thrown) {
      if (generation === this.#generation) this.#problem = problemOf(thrown);
    } finally {
      if (generation === this.#generation) this.#fetching = this.#fetching.filter((start) => !starts.includes(start));
    }
  }
}

/** One window around the rows that are seen; the first of them where they lie far apart. */
function hullOf(offsets: readonly number[]): RowWindow {
  const first = Math.min(...offsets);
  const start = first - (first % WINDOW);
  const end = Math.min(Math.max(...offsets) + 1, start + MOST);
  return { offset: start, limit: Math.max(WINDOW, Math.ceil((end - start) / WINDOW) * WINDOW) };
}
