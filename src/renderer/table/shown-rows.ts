import type { Answer } from '../../core/contract/index.ts';
import type { RunRow } from '../../core/contract/runs.ts';
import type { Request } from '../../core/contract/index.ts';

/** What a table is asked for, but for the window. */
export type TableQuery = Omit<Request<'runs.table'>, 'offset' | 'limit'>;

/** An answer, with rows by their offset: others may be added. */
export interface ShownRows extends Omit<Answer<'runs.table'>, 'rows'> {
  readonly query: TableQuery;
  /** Where each asked column stands among a row's cells. */
  readonly places: ReadonlyMap<string, number>;
  readonly rows: ReadonlyMap<number, RunRow>;
}

export function shownRows(query: TableQuery, offset: number, { rows, ...rest }: Answer<'runs.table'>): ShownRows {
  const places = new Map(query.columns.map((column, index) => [column, index]));
  return { ...rest, query, places, rows: byOffset(rows, offset) };
}

export function withRows(shown: ShownRows, offset: number, rows: readonly RunRow[]): ShownRows {
  return { ...shown, rows: new Map([...shown.rows, ...byOffset(rows, offset)]) };
}

const byOffset = (rows: readonly RunRow[], offset: number): Map<number, RunRow> =>
  new Map(rows.map((row, index) => [offset + index, row]));
