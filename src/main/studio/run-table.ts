import type { Checked, Result } from '../../core/contract/index.ts';
import type { Cell, RunFilter } from '../../core/contract/runs.ts';
import { isMissing } from '../../core/table/cell.ts';
import { passes, somePasses } from '../../core/table/filter.ts';
import { sortRows } from '../../core/table/order.ts';
import type { Run } from '../store/run.ts';
import type { RunMemory } from './run-memory.ts';
import { summaryFields } from './runs.ts';

type Table = Result<'runs.table'>;
type Wish = Pick<Checked<'runs.table'>, 'search' | 'where' | 'filters'>;

/** The table over the runs in memory. */
export interface RunTable {
  /** A window, with what belongs to all runs that fit. */
  read(request: Checked<'runs.table'>): Table;
  /** Ids of all runs that fit, in the table's order when it is not sorted. */
  ids(request: Checked<'runs.ids'>): Result<'runs.ids'>;
}

/** What is known of a view; it is found once, however far somebody scrolls. */
interface View {
  readonly key: string;
  readonly rows: readonly number[];
  readonly groups: Table['groups'];
}

/** What is known of the runs that fit, in any order. */
interface Fitting {
  readonly key: string;
  /** Newest first. */
  readonly rows: readonly number[];
  readonly extremes: Map<string, Table['extremes'][number]>;
}

export function runTable(memory: RunMemory): RunTable {
  let fitting: Fitting | null = null;
  let view: View | null = null;

  function fittingOf({ search, where, filters }: Wish): Fitting {
    const key = JSON.stringify([memory.version, search, where, filters]);
    if (fitting?.key !== key) fitting = { key, rows: fittingRows(memory, { search, where, filters }), extremes: new Map() };
    return fitting;
  }
  function viewOf(request: Checked<'runs.table'>, { key: of, rows: found }: Fitting): View {
    const { sort, groupBy } = request;
    const key = JSON.stringify([of, sort, groupBy]);
    if (view?.key === key) return view;
    const rows = sorted(memory, found, request);
    view = { key, rows, groups: groupsOf(memory, rows, groupBy) };
    return view;
  }
  function extremesIn({ rows, extremes }: Fitting, column: string): Table['extremes'][number] {
    const known = extremes.get(column);
    if (known !== undefined) return known;
    const found = extremesOf(memory.cells(column), rows);
    extremes.set(column, found);
    return found;
  }

  return {
    read(request) {
      memory.refresh();
      const fits = fittingOf(request);
      const { rows, groups } = viewOf(request, fits);
      const keys = request.groupBy.map((column) => memory.cells(column));
      const columns = request.columns.map((column) => memory.cells(column));
      return {
        rows: rows.slice(request.offset, request.offset + request.limit).flatMap((row) => {
          const run = memory.runs[row];
          const cells = columns.map((column) => column[row] ?? null);
          return run === undefined ? [] : { ...summaryFields(run), cells, groupKey: keyAt(keys, row) };
        }) as Table['rows'],
        total: rows.length,
        extremes: request.columns.map((column) => extremesIn(fits, column)),
        groups,
      };
    },
    ids(request) {
      memory.refresh();
      const rows = sorted(memory, fittingRows(memory, request), { sort: [], groupBy: [] });
      return { runs: rows.flatMap((row) => memory.runs[row]?.id ?? []) as Result<'runs.ids'>['runs'] };
    },
  };
}

/** Newest first. */
function fittingRows(memory: RunMemory, { search, where, filters }: Wish): number[] {
  const found = memory.found(search);
  const tests = filters.map((filter) => testOf(memory, filter));
  const rows: number[] = [];
  for (let row = memory.runs.length - 1; row >= 0; row--) {
    const run = memory.runs[row];
    if (run === undefined || placeOf(run) !== where || (found !== null && !found.has(row))) continue;
    if (tests.every((test) => test(row))) rows.push(row);
  }
  return rows;
}

const placeOf = ({ archived, trashedMs }: Run): Wish['where'] =>
  trashedMs !== null ? 'trash' : archived ? 'archived' : 'active';

function testOf(memory: RunMemory, filter: RunFilter): (row: number) => boolean {
  if (filter.column === 'tags') return (row) => somePasses(memory.runs[row]?.tags ?? [], filter);
  const cells = memory.cells(filter.column);
  return (row) => passes(cells[row] ?? null, filter);
}

/** Groups by their keys, in them pinned runs first, then the order asked for; the rows come newest first, and equal ones stay so. */
function sorted(
  memory: RunMemory,
  rows: readonly number[],
  { sort, groupBy }: Pick<Checked<'runs.table'>, 'sort' | 'groupBy'>,
): number[] {
  const directions = new Map(sort.map(({ column, isDescending }) => [column, isDescending]));
  const groups = groupBy.map((column) => ({ cells: memory.cells(column), isDescending: directions.get(column) ?? false }));
  const pinned = { cells: memory.runs.map((run): Cell => Number(run.pinned)), isDescending: true };
  const rest = sort.map(({ column, isDescending }) => ({ cells: memory.cells(column), isDescending }));
  return sortRows([...rows], [...groups, pinned, ...rest]);
}

function extremesOf(cells: readonly Cell[], rows: readonly number[]): Table['extremes'][number] {
  let [min, max] = [Infinity, -Infinity];
  for (const row of rows) {
    const cell = cells[row];
    if (typeof cell !== 'number' || !Number.isFinite(cell)) continue;
    if (cell < min) min = cell;
    if (cell > max) max = cell;
  }
  return min > max ? null : { min, max };
}

/** Rows of a group lie together. */
function groupsOf(memory: RunMemory, rows: readonly number[], groupBy: readonly string[]): Table['groups'] {
  if (groupBy.length === 0) return [];
  const keys = groupBy.map((column) => memory.cells(column));
  const groups: { key: Cell[]; count: number }[] = [];
  for (const row of rows) {
    const key = keyAt(keys, row);
    const last = groups.at(-1);
    if (last !== undefined && key.every((cell, i) => cell === last.key[i])) last.count++;
    else groups.push({ key, count: 1 });
  }
  return groups;
}

const keyAt = (columns: readonly (readonly Cell[])[], row: number): Cell[] =>
  columns.map((cells) => (isMissing(cells[row]) ? null : (cells[row] ?? null)));
