import type { Cell, RunFilter } from '../contract/runs.ts';
import { isMissing } from './cell.ts';

/** Whether a cell passes. Texts are compared without regard to case; a number also with a text that says it, as people type it. */
export function passes(cell: Cell, { test, value }: Pick<RunFilter, 'test' | 'value'>): boolean {
  switch (test) {
    case 'is':
      return isSame(cell, value);
    case 'is-not':
      return !isSame(cell, value);
    case 'one-of':
      return Array.isArray(value) ? value.some((one) => isSame(cell, one)) : isSame(cell, value);
    case 'contains':
      return textOf(cell).includes(textOf(Array.isArray(value) ? (value[0] ?? null) : value));
    case 'is-empty':
      return isMissing(cell);
    case 'is-not-empty':
      return !isMissing(cell);
    case 'below':
    case 'at-most':
    case 'above':
    case 'at-least':
      return typeof cell === 'number' && isBeyond(cell, test, numberOf(value));
    default:
      return test satisfies never;
  }
}

/** A cell of several words (tags), of which each counts for itself: it is what one of them is, and is not what none is. */
export function somePasses(words: readonly string[], filter: Pick<RunFilter, 'test' | 'value'>): boolean {
  if (filter.test === 'is-empty') return words.length === 0;
  if (filter.test === 'is-not') return words.every((word) => passes(word, filter));
  return words.some((word) => passes(word, filter));
}

function isBeyond(cell: number, test: 'below' | 'at-most' | 'above' | 'at-least', limit: number): boolean {
  if (test === 'below') return cell < limit;
  if (test === 'at-most') return cell <= limit;
  return test === 'above' ? cell > limit : cell >= limit;
}

function isSame(cell: Cell, value: RunFilter['value']): boolean {
  if (value === null || Array.isArray(value)) return isMissing(cell);
  if (typeof cell === 'number') return cell === numberOf(value);
  return textOf(cell) === textOf(value);
}

const numberOf = (value: RunFilter['value']): number =>
  typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
const textOf = (cell: Cell): string => (cell === null ? '' : String(cell).toLowerCase());
