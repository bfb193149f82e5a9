import type { Cell } from '../contract/runs.ts';

/** Whether there is nothing to show, or nothing that can be compared. */
export const isMissing = (cell: Cell | undefined): boolean => cell === null || cell === undefined || cell === '' || cell !== cell;

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Order of two cells that are there: numbers before texts, texts as people read them ("run 9" before "run 10"), and only equal ones are equal. */
export function compareCells(a: Cell, b: Cell): number {
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === 'number') return -1;
  if (typeof b === 'number') return 1;
  const [left, right] = [a ?? '', b ?? ''];
  return collator.compare(left, right) || (left < right ? -1 : left > right ? 1 : 0);
}
