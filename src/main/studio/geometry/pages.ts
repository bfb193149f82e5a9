import { setImmediate } from 'node:timers/promises';
import type { GeometryCursor } from '../../store/geometry.ts';

/** Rows read at once: some milliseconds' worth. */
export const PAGE = { figures: 250, sketches: 64 } as const;

/**
 * Row after row from a cursor on, page by page; between two pages the program answers others, since a long run has tens of thousands of
 * rows. Gives the cursor to go on from.
 */
export async function eachRow<T extends GeometryCursor>(
  from: GeometryCursor,
  read: (cursor: GeometryCursor, limit: number) => readonly T[],
  visit: (row: T) => void,
  page: number,
): Promise<GeometryCursor> {
  let cursor = from;
  for (;;) {
    const rows = read(cursor, page);
    for (const row of rows) visit(row);
    const last = rows.at(-1);
    if (last !== undefined) cursor = { step: last.step, modality: last.modality };
    if (rows.length < page) return cursor;
    await setImmediate();
  }
}

/** Before every row. */
export const START: GeometryCursor = { step: -1, modality: '' };

/** Behind all rows of a step. */
export const afterStep = (step: number): GeometryCursor => ({ step: step + 1, modality: '' });
