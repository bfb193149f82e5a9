import { publishedTable, type GivenRow, type PublishedSetId, type PublishedTable } from './published.ts';

/** A paper whose figures stand in one column of a table across papers. */
export type GridColumn = readonly [id: string, source: string, table: string | null];

/** One cell: accuracy, accuracy and F1, or blank. */
export type GridCell = number | readonly [accuracy: number, f1: number] | null;

/** A method's name, which of ours it is, and a cell for each column. */
export type GridRow = readonly [method: string, own: readonly string[], ...cells: GridCell[]];

export interface Grid {
  readonly set: PublishedSetId;
  readonly about: string;
  readonly f1?: PublishedTable['f1'];
  readonly columns: readonly GridColumn[];
  readonly rows: readonly GridRow[];
}

/** A table across papers, as one table a paper: its column, without what is blank in it. */
export const tablesOf = ({ columns, rows, set, about, f1 = null }: Grid): readonly PublishedTable[] =>
  columns.map(([id, source, table], column) =>
    publishedTable({
      ...{ id: `${set}-${id}`, set, source, table, about, f1 },
      rows: rows.flatMap(([method, own, ...cells]): GivenRow[] => {
        const cell = cells[column] ?? null;
        if (cell === null) return [];
        const [accuracy, score] = typeof cell === 'number' ? [cell, null] : cell;
        return [{ method, own, accuracy, f1: score }];
      }),
    }),
  );
