import type { Cell } from '../../core/contract/runs.ts';
import { parseColumn, type ColumnOf, type RunField } from '../../core/table/column-id.ts';
import type { Library } from '../store/library.ts';
import type { FigureRow, Numbered } from '../store/run-columns.ts';
import type { Run } from '../store/run.ts';

/** All runs of a library in memory, and of each the cells of the columns that a table has asked for. */
export interface RunMemory {
  /** In the order in which they were made; the place in this list is a run's row. */
  readonly runs: readonly Run[];
  /** Another one whenever anything is not as it was. */
  readonly version: number;
  /** One cell a row. */
  cells(column: string): readonly Cell[];
  /** Rows in which every word occurs; null if there is nothing to look for. */
  found(search: string): ReadonlySet<number> | null;
  /** Reads anew what has changed since the last time. Call it before anything else. */
  refresh(): void;
}

/** Where more runs than this have changed, everything is read anew: one long question costs less than many short ones. */
const MOST_SINGLE = 500;
/** Columns kept, those that were asked for last. */
const MOST_COLUMNS = 1000;

/** Reads what a table needs and no more, once: a run that is changed costs its own cells, whatever the library holds. */
export function runMemory(library: Library): RunMemory {
  let runs: Run[] = [];
  let rowOf = new Map<number, number>();
  let seen = -1;
  const columns = new Map<string, Cell[]>();

  function readAll(): void {
    runs = library.allRuns(null);
    columns.clear();
    number();
  }
  function number(): void {
    rowOf = new Map(runs.map((run, row) => [run.number, row]));
  }

  function readSome(numbers: readonly number[]): void {
    const now = new Map(library.allRuns(numbers).map((run) => [run.number, run]));
    remove(numbers.filter((one) => !now.has(one) && rowOf.has(one)));
    for (const run of now.values()) {
      const row = rowOf.get(run.number);
      if (row !== undefined) runs[row] = run;
      else insert(run);
    }
    const rows = [...now.keys()];
    for (const [id, cells] of columns) fill(id, cells, rows);
  }
  function remove(numbers: readonly number[]): void {
    if (numbers.length === 0) return;
    const gone = new Set(numbers.map((one) => rowOf.get(one)));
    const stay = <T>(list: T[]): T[] => list.filter((_, row) => !gone.has(row));
    runs = stay(runs);
    for (const [id, cells] of columns) columns.set(id, stay(cells));
    number();
  }
  /** A new run comes last: it gets a number greater than those of all that there are. */
  const insert = (run: Run): void => void rowOf.set(run.number, runs.push(run) - 1);

  /** Reads the cells of a column: of all runs, or of these numbers. */
  function fill(id: string, cells: Cell[], only: readonly number[] | null): void {
    const column = parseColumn(id);
    const rows = only?.map((one) => rowOf.get(one) ?? -1) ?? runs.keys();
    if (column?.kind === 'field' && column.field !== 'preset') {
      const { field } = column;
      for (const row of rows) if (runs[row] !== undefined) cells[row] = fieldOf(runs[row], field);
      return;
    }
    for (const row of rows) cells[row] = null;
    if (column === null) return;
    for (const [number, cell] of valuesOf(library, column, only)) {
      const row = rowOf.get(number);
      if (row !== undefined) cells[row] = cell;
    }
  }

  return {
    get runs() {
      return runs;
    },
    get version() {
      return seen;
    },
    refresh() {
      const { at, runs: changed } = library.runChanges(seen);
      if (seen < 0 || changed.length > MOST_SINGLE) readAll();
      else if (changed.length > 0) readSome(changed);
      seen = at;
    },
    cells(id) {
      let cells = columns.get(id);
      if (cells === undefined) fill(id, (cells = new Array<Cell>(runs.length).fill(null)), null);
      columns.delete(id);
      columns.set(id, cells);
      if (columns.size > MOST_COLUMNS) columns.delete(columns.keys().next().value ?? '');
      return cells;
    },
    found(search) {
      const numbers = library.searchRuns(search);
      return numbers && new Set(numbers.flatMap((number) => rowOf.get(number) ?? []));
    },
  };
}

function fieldOf(run: Run, field: Exclude<RunField, 'preset'>): Cell {
  switch (field) {
    case 'data':
      return run.dataName;
    case 'created':
      return run.createdMs;
    case 'started':
      return run.startedMs;
    case 'tags':
      return run.tags.join(', ');
    case 'group':
      return run.groupKey;
    case 'name':
    case 'status':
    case 'method':
    case 'seed':
    case 'seconds':
    case 'epochs':
    case 'steps':
    case 'device':
    case 'note':
      return run[field];
    default:
      return field satisfies never;
  }
}

function valuesOf(library: Library, column: ColumnOf, only: readonly number[] | null): readonly Numbered<Cell>[] {
  switch (column.kind) {
    case 'field':
      return library.configColumn(['preset'], only);
    case 'config':
      return library.configColumn(column.path, only);
    case 'metric':
      return library
        .figureColumns(column.split, column.which, only)
        .map(([number, row]) => [number, figureOf(row, column.figure)] as const);
    case 'series':
      return library.seriesColumns(column.name, only).map(([number, row]) => [number, row[column.of]] as const);
    default:
      return column satisfies never;
  }
}

function figureOf({ modality, ...figures }: FigureRow, figure: string): Cell {
  return figure.startsWith('modality.')
    ? (modality[figure.slice('modality.'.length)] ?? null)
    : (figures[figure as keyof typeof figures] ?? null);
}
