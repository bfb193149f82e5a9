/** Rows are fetched by hundreds. */
export const WINDOW = 100;
/** How many rows one call may ask for. */
const MOST = 1000;

export interface RowWindow {
  readonly offset: number;
  readonly limit: number;
}

/** The windows that hold these offsets and are not `known`, neighbours joined. */
export function windowsFor(offsets: Iterable<number>, known: (start: number) => boolean): readonly RowWindow[] {
  const starts = [...new Set([...offsets].map((offset) => offset - (offset % WINDOW)))].filter((start) => !known(start));
  starts.sort((a, b) => a - b);
  const windows: RowWindow[] = [];
  for (const start of starts) {
    const last = windows.at(-1);
    if (last !== undefined && last.offset + last.limit === start && last.limit < MOST)
      windows[windows.length - 1] = { offset: last.offset, limit: last.limit + WINDOW };
    else windows.push({ offset: start, limit: WINDOW });
  }
  return windows;
}
