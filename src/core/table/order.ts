import type { Cell } from '../contract/runs.ts';
import { compareCells, isMissing } from './cell.ts';

/** One key of an order: cells by row. */
export interface SortKey {
  readonly cells: readonly Cell[];
  readonly isDescending: boolean;
}

/**
 * A number for each of `rows` by which the key sorts them: equal cells have equal numbers. What is missing comes last whatever the direction, so
 * that turning an order round never begins with a page of nothing. A comparison of texts costs a hundred times one of numbers, so each
 * text is compared once, not at every look.
 */
export function ranks({ cells, isDescending }: SortKey, rows: readonly number[]): Float64Array {
  const sign = isDescending ? -1 : 1;
  const ranked = new Float64Array(cells.length);
  const texts = new Set<string>();
  let most = -Infinity;
  for (const row of rows) {
    const cell = cells[row] ?? null;
    if (typeof cell === 'string' && cell !== '') texts.add(cell);
    else if (typeof cell === 'number' && cell > most) most = cell;
  }
  const placeOf = textPlaces(texts);
  for (const row of rows) {
    const cell = cells[row] ?? null;
    if (isMissing(cell)) ranked[row] = NaN;
    else ranked[row] = sign * (typeof cell === 'number' ? cell : (placeOf.get(cell as string) ?? 0));
  }
  // Numbers and texts in one column: texts come after all numbers.
  if (texts.size > 0 && most > -Infinity)
    for (const row of rows) if (typeof cells[row] === 'number') ranked[row] = sign * numberPlace(cells[row]);
  return ranked;
}

/** Places from 1. */
const textPlaces = (texts: ReadonlySet<string>): ReadonlyMap<string, number> =>
  new Map([...texts].sort(compareCells).map((text, i) => [text, i + 1]));

/** Any number as one in (-1, 0], in the same order: before every place of a text. */
const numberPlace = (value: number): number => (Math.atan(value) / Math.PI - 0.5) * 0.999;

/**
 * Sorts rows by several keys, the first one first; rows that are equal in all keep their order. Changes `rows`. Keys in which all rows are equal
 * (nothing is pinned, say) are left out: a comparison runs some hundred thousand times.
 */
export function sortRows(rows: number[], keys: readonly SortKey[]): number[] {
  const ranked = keys.map((key) => ranks(key, rows)).filter((rank) => !isConstant(rank, rows));
  const [only] = ranked;
  if (only === undefined) return rows;
  if (ranked.length === 1) return rows.sort((a, b) => compareRanks(only[a] ?? NaN, only[b] ?? NaN));
  return rows.sort((a, b) => {
    for (let i = 0; i < ranked.length; i++) {
      const order = compareRanks(ranked[i]?.[a] ?? NaN, ranked[i]?.[b] ?? NaN);
      if (order !== 0) return order;
    }
    return 0;
  });
}

/** NaN after everything, and equal to itself. */
const compareRanks = (x: number, y: number): number => (x < y ? -1 : x > y ? 1 : x === y ? 0 : Number(x !== x) - Number(y !== y));

function isConstant(rank: Float64Array, rows: readonly number[]): boolean {
  const first = rank[rows[0] ?? 0] ?? NaN;
  return rows.every((row) => compareRanks(rank[row] ?? NaN, first) === 0);
}
