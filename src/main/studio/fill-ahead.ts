import type { Library } from '../store/library.ts';
import type { RunMemory } from './run-memory.ts';

/** More columns than this are read when they are asked for. */
const MOST_COLUMNS = 200;

/**
 * Reads the columns that a table of runs most likely shows, one at a time and only while nothing else is to be done: 60 columns of 10,000 runs
 * take about a second, which nobody should wait for when the table is opened.
 */
export function fillAhead(library: Library, memory: RunMemory): void {
  let columns: string[] | null = null;
  const next = (): void => {
    if (!library.isOpen()) return;
    memory.refresh();
    columns ??= likelyColumns(library);
    const column = columns.shift();
    if (column === undefined) return;
    memory.cells(column);
    setTimeout(next).unref();
  };
  setTimeout(next).unref();
}

function likelyColumns(library: Library): string[] {
  const figures = library.metricSplits().map(({ split, which }) => `metric:${split}:${which}:accuracy`);
  return [...figures, ...library.seriesNames().map((name) => `series:last:${name}`)].slice(0, MOST_COLUMNS);
}
