import type { Cell, RunFilter } from '../../core/contract/runs.ts';
import { dateTime, duration, figure, percent } from '../parts/format.ts';
import type { ColumnLook } from './columns.ts';

/** A cell as words: for the table's plain cells, for groups, and to be copied. */
export function cellText(cell: Cell, { kind }: ColumnLook): string {
  if (cell === null || cell === '') return '–';
  if (typeof cell === 'string') return cell;
  if (kind === 'share') return Number.isFinite(cell) ? percent(cell) : figure(cell);
  if (kind === 'moment') return dateTime(cell);
  if (kind === 'duration') return duration(cell);
  return figure(cell);
}

/** Where a value lies between the least and the greatest of its column, 0 to 1; a share where it lies between 0 and 1. Null: no bar. */
export function barShare(cell: Cell, { kind }: ColumnLook, extremes: { min: number; max: number } | null): number | null {
  if (typeof cell !== 'number' || !Number.isFinite(cell)) return null;
  if (kind === 'share') return Math.min(1, Math.max(0, cell));
  if (extremes === null || extremes.max <= extremes.min) return null;
  return Math.min(1, Math.max(0, (cell - extremes.min) / (extremes.max - extremes.min)));
}

/** Whether a value is the best of its column, where it is known which is better and they are not all the same. */
export function isBest(cell: Cell, { better }: ColumnLook, extremes: { min: number; max: number } | null): boolean {
  if (better === null || extremes === null || extremes.min === extremes.max) return false;
  return cell === (better === 'great' ? extremes.max : extremes.min);
}

export const TESTS: readonly { readonly value: RunFilter['test']; readonly label: string }[] = [
  { value: 'is', label: 'is' },
  { value: 'is-not', label: 'is not' },
  { value: 'contains', label: 'contains' },
  { value: 'one-of', label: 'is one of' },
  { value: 'below', label: '<' },
  { value: 'at-most', label: '≤' },
  { value: 'above', label: '>' },
  { value: 'at-least', label: '≥' },
  { value: 'is-empty', label: 'is empty' },
  { value: 'is-not-empty', label: 'is not empty' },
];

/** A filter as a chip says it. */
export function filterText({ test, value }: RunFilter, look: ColumnLook): string {
  const word = TESTS.find((one) => one.value === test)?.label ?? test;
  const values = Array.isArray(value) ? value : value === null ? [] : [value];
  return [look.label, word, values.map((one) => cellText(one, look)).join(', ')].filter(Boolean).join(' ');
}

/** What is typed for a filter on a column, as its value: a share may be typed as a percentage. Null where it is no value. */
export function filterValue(typed: string, test: RunFilter['test'], look: ColumnLook): RunFilter['value'] {
  if (test === 'is-empty' || test === 'is-not-empty') return null;
  if (test === 'one-of') return typed.split(',').flatMap((part) => (part.trim() === '' ? [] : one(part.trim(), look)));
  return typed.trim() === '' ? null : one(typed.trim(), look);
}

function one(typed: string, { kind }: ColumnLook): string | number {
  if (kind === 'status' || kind === 'tags') return typed;
  const isPercent = kind === 'share' && typed.endsWith('%');
  const number = Number(isPercent ? typed.slice(0, -1) : typed);
  if (Number.isNaN(number)) return typed;
  return isPercent ? number / 100 : number;
}
