import { z } from 'zod';
import { ColumnId, RunFilter } from '../../core/contract/runs.ts';

export const LEAST_WIDTH = 56;
const width = z.number().min(LEAST_WIDTH).max(1200);

/** How the table of runs is shown; what is kept in the settings. The name stands first always and is not among `columns`. */
export const TableView = z.strictObject({
  nameWidth: width,
  columns: z.array(z.strictObject({ id: ColumnId, width })).max(200),
  sort: z.array(z.strictObject({ column: ColumnId, isDescending: z.boolean() })).max(5),
  filters: z.array(RunFilter).max(50),
  groupBy: z.array(ColumnId).max(5),
});
export type TableView = z.output<typeof TableView>;

export const isTableView = (value: unknown): value is TableView => TableView.safeParse(value).success;

/**
 * Sorts by a column; once more turns the order round, a third time ends it. `isMore`: as a further key after those there are.
 * `startsDescending`: the first order, from great to small, as figures are looked at.
 */
export function sortedBy(view: TableView, column: string, isMore: boolean, startsDescending: boolean): TableView {
  const now = view.sort.find((key) => key.column === column);
  const others = isMore ? view.sort.filter((key) => key.column !== column) : [];
  if (now === undefined) return { ...view, sort: [...others, { column, isDescending: startsDescending }].slice(-5) };
  if (now.isDescending !== startsDescending) return { ...view, sort: others };
  const turned = { column, isDescending: !now.isDescending };
  return { ...view, sort: isMore ? view.sort.map((key) => (key === now ? turned : key)) : [turned] };
}

/** Puts a column at another place among the columns; places outside of them are the nearest end. */
export function moved(view: TableView, column: string, to: number): TableView {
  const one = view.columns.find(({ id }) => id === column);
  if (one === undefined) return view;
  const rest = view.columns.filter(({ id }) => id !== column);
  return { ...view, columns: rest.toSpliced(Math.max(0, to), 0, one) };
}

/** Shows a column at the end, or hides it. */
export function toggled(view: TableView, column: string, width: number): TableView {
  const isShown = view.columns.some(({ id }) => id === column);
  if (!isShown) return { ...view, columns: [...view.columns, { id: column, width }] };
  return { ...view, columns: view.columns.filter(({ id }) => id !== column) };
}

/** Puts one column in another's place, as last figures in that of best ones; order and filters go along. */
export function exchanged(view: TableView, column: string, other: string): TableView {
  const swap = <T extends object>(list: readonly T[], key: keyof T): T[] =>
    list.map((item) => (item[key] === column ? { ...item, [key]: other } : item));
  const columns = swap(
    view.columns.filter(({ id }) => id !== other),
    'id',
  );
  return { ...view, columns, sort: swap(view.sort, 'column'), filters: swap(view.filters, 'column') };
}

/** The name's width where `column` is `name`. */
export function resized(view: TableView, column: string, width: number): TableView {
  const fit = Math.round(Math.min(1200, Math.max(LEAST_WIDTH, width)));
  if (column === 'name') return { ...view, nameWidth: fit };
  return { ...view, columns: view.columns.map((one) => (one.id === column ? { ...one, width: fit } : one)) };
}

/** Groups by a column, after what is grouped by already; or no longer. */
export function grouped(view: TableView, column: string): TableView {
  const isGrouped = view.groupBy.includes(column);
  const groupBy = isGrouped ? view.groupBy.filter((one) => one !== column) : [...view.groupBy, column].slice(-5);
  return { ...view, groupBy };
}

/** Puts a filter in the place of another one, or after all. */
export function filteredBy(view: TableView, filter: RunFilter, at = view.filters.length): TableView {
  return { ...view, filters: view.filters.toSpliced(at, 1, filter) };
}

export function withoutFilter(view: TableView, at: number): TableView {
  return { ...view, filters: view.filters.toSpliced(at, 1) };
}
