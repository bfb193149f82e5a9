import { AppError } from '../errors/app-error.ts';
import type { ListEntry } from './list.ts';

/** CREMA-D's emotions in the order of the official loaders (methods.md 5.1). */
export const CREMA_D_CLASSES = ['NEU', 'HAP', 'SAD', 'FEA', 'DIS', 'ANG'] as const;

/** A label seen once where the usual class has at least this many samples is taken for a slip of the pen. */
const USUAL_COUNT = 4;

function counts(entries: readonly ListEntry[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const { label } of entries) found.set(label, (found.get(label) ?? 0) + 1);
  return found;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** Numbers by value, everything else by code point: 2 before 10, and the same order on every machine. */
export function byNumberThenName(a: string, b: string): number {
  const [x, y] = [Number(a), Number(b)];
  if (Number.isFinite(x) && Number.isFinite(y) && x !== y) return x - y;
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Class names in index order. Those given win; else the official six when the labels are CREMA-D's (all labels among the six, or all
 * six among the labels); else the labels of the training list, numbers by value. A label that occurs once in all lists while the
 * usual class has four samples or more is not made a class.
 */
export function classNames(given: readonly string[], train: readonly ListEntry[], others: readonly ListEntry[]): string[] {
  if (given.length > 0) return [...given];
  const found = counts(train);
  const official: ReadonlySet<string> = new Set(CREMA_D_CLASSES);
  if ([...found.keys()].every((label) => official.has(label)) || CREMA_D_CLASSES.every((label) => found.has(label)))
    return [...CREMA_D_CLASSES];
  const all = counts([...train, ...others]);
  const isSlip = (label: string): boolean => all.get(label) === 1 && median([...all.values()]) >= USUAL_COUNT;
  return [...found.keys()].filter((label) => !isSlip(label)).sort(byNumberThenName);
}

/** Class index of an entry. Errors: `data.unknown-label` with file and line. */
export function classIndex(entry: ListEntry, classes: readonly string[]): number {
  const index = classes.indexOf(entry.label);
  if (index < 0) throw new AppError('data.unknown-label', { file: entry.list, line: entry.line, label: entry.label, classes });
  return index;
}
