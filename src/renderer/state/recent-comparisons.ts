/** Runs that were looked at side by side, and when. */
export interface Comparison {
  readonly runs: readonly string[];
  readonly atMs: number;
}

export const COMPARISONS_SETTING = 'recent/comparisons';
const KEPT = 8;

/** What a settings value holds of comparisons; what is none is left out. */
export function comparisonsIn(value: unknown): readonly Comparison[] {
  return Array.isArray(value) ? value.filter(isComparison) : [];
}

/** With one more, newest first; the same runs in any order are one comparison. */
export function withComparison(list: readonly Comparison[], runs: readonly string[], atMs: number): readonly Comparison[] {
  const key = keyOf(runs);
  return [{ runs, atMs }, ...list.filter((one) => keyOf(one.runs) !== key)].slice(0, KEPT);
}

const keyOf = (runs: readonly string[]): string => runs.toSorted().join(',');

function isComparison(value: unknown): value is Comparison {
  if (typeof value !== 'object' || value === null || !('runs' in value) || !('atMs' in value)) return false;
  return Array.isArray(value.runs) && value.runs.every((run) => typeof run === 'string') && typeof value.atMs === 'number';
}
