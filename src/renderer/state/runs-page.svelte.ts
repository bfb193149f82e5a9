import { SvelteSet } from 'svelte/reactivity';
import type { RunFilter, RunId, RunRow } from '../../core/contract/runs.ts';
import { defaultView, lookOf, type ColumnLook } from '../table/columns.ts';
import { displayOf, type Display, type Group, type Line } from '../table/display.ts';
import type { TableQuery } from '../table/shown-rows.ts';
import { isTableView, type TableView } from '../table/view.ts';
import { Live } from './live.svelte.ts';
import { RunSelection } from './run-selection.svelte.ts';
import { RunsTable } from './runs-table.svelte.ts';
import type { Studio } from './studio.svelte.ts';

export type Where = 'active' | 'archived' | 'trash';

/** A line and a column of the grid; line -1: the headers, column 0: the names. */
export interface GridPlace {
  readonly line: number;
  readonly column: number;
}

const SETTING = 'view/runs';

/** What the page of runs shows: view, rows, selection, and where the keyboard stands. */
export class RunsPageState {
  readonly studio: Studio;
  readonly table: RunsTable;
  readonly selection = new RunSelection();
  readonly columns;
  search = $state('');
  where = $state<Where>('active');
  active = $state.raw<GridPlace>({ line: 0, column: 0 });
  /** The run whose name, note or tags are being written, in the table. */
  editing = $state.raw<{ readonly run: RunId; readonly field: 'name' | 'note' | 'tags' } | null>(null);
  /** A view that is tried while something is dragged. */
  #tried = $state.raw<TableView | null>(null);
  readonly #closed = new SvelteSet<string>();

  constructor(studio: Studio) {
    this.studio = studio;
    this.table = new RunsTable(studio.client);
    this.columns = new Live(async () => (await studio.client.call('runs.columns', {})).columns);
  }

  /** Null until it is known how the table was left. */
  readonly view: TableView | null = $derived.by(() => {
    if (this.#tried !== null) return this.#tried;
    if (!this.studio.settings.isLoaded(SETTING) || (this.columns.value === null && this.columns.problem === null)) return null;
    return this.studio.settings.get(SETTING, defaultView(this.columns.value ?? []), isTableView);
  });
  readonly looks: readonly ColumnLook[] = $derived(this.view?.columns.map(({ id }) => this.lookOf(id)) ?? []);
  readonly display: Display = $derived.by(() =>
    displayOf(this.table.total, this.table.shown?.groups ?? [], (group) => this.#closed.has(keyOf(group))),
  );
  readonly query: TableQuery | null = $derived.by(() => {
    if (this.view === null) return null;
    const { columns, sort, filters, groupBy } = this.view;
    return { search: this.search, where: this.where, filters, sort, groupBy, columns: columns.map(({ id }) => id) };
  });

  lookOf(id: string): ColumnLook {
    return lookOf(id, this.columns.value?.find((column) => column.id === id)?.label);
  }

  /** Shows a view without keeping it; null: the one that is kept. */
  tryOut(view: TableView | null): void {
    this.#tried = view;
  }

  /** Shows another view, keeps it, and lets it be taken back. `text`: what was done. */
  change(text: string, next: TableView): void {
    this.#tried = null;
    const before = this.view;
    if (before === null || JSON.stringify(next) === JSON.stringify(before)) return;
    const set = (view: TableView) => () => this.studio.settings.set(SETTING, view);
    set(next)();
    this.studio.undo.push({ text, undo: set(before), redo: set(next) });
  }

  lineAt(index: number): Line | null {
    return this.display.lineAt(index);
  }
  rowAtLine(index: number): RunRow | undefined {
    const line = this.lineAt(index);
    return line?.kind === 'run' ? this.table.rowAt(line.offset) : undefined;
  }

  isClosed(group: Group): boolean {
    return this.#closed.has(keyOf(group));
  }
  toggleGroup(group: Group, isClosed = !this.isClosed(group)): void {
    if (isClosed) this.#closed.add(keyOf(group));
    else this.#closed.delete(keyOf(group));
  }
  toggleAllGroups(isClosed: boolean): void {
    for (const group of this.table.shown?.groups ?? []) this.toggleGroup(group, isClosed);
  }

  /** What an action is meant for: the chosen runs, else the one that the keyboard stands on. */
  get targets(): readonly RunId[] {
    if (this.selection.size > 0) return this.selection.ids;
    const row = this.rowAtLine(this.active.line);
    return row === undefined ? [] : [row.id];
  }

  /** The same, with what the table knows of them. */
  async targetRows(): Promise<readonly RunRow[]> {
    const wanted = this.targets;
    const known = [...(this.table.shown?.rows.values() ?? [])].filter(({ id }) => wanted.includes(id));
    if (known.length === wanted.length) return known;
    const rows = (await this.studio.attempt(() => this.table.all([]))) ?? [];
    return rows.filter(({ id }) => this.selection.has(id));
  }

  async selectAll(): Promise<void> {
    const filters: RunFilter[] = this.view?.filters ?? [];
    const request = { search: this.search, where: this.where, filters };
    const answer = await this.studio.attempt(() => this.studio.client.call('runs.ids', request));
    if (answer !== null) this.selection.add(answer.runs, { isOnly: true });
  }

  /** Chooses all lines from the one where a choice began to this one. */
  async selectTo(index: number): Promise<void> {
    const [first, last] = [Math.min(this.selection.anchor, index), Math.max(this.selection.anchor, index)];
    const offsets = [this.#offsetNear(first, 1), this.#offsetNear(last, -1)] as const;
    if (offsets[0] === null || offsets[1] === null) return;
    const ids = await this.studio.attempt(() => this.table.idsBetween(offsets[0] ?? 0, offsets[1] ?? 0));
    if (ids !== null) this.selection.add(ids, { isOnly: true });
  }

  /** The run of a line, or of the next one in a direction that has one. */
  #offsetNear(index: number, step: 1 | -1): number | null {
    for (let at = index; at >= 0 && at < this.display.count; at += step) {
      const line = this.lineAt(at);
      if (line?.kind === 'run') return line.offset;
    }
    return null;
  }
}

const keyOf = ({ key }: Group): string => JSON.stringify(key);
