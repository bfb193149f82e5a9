/** A figure beside the baseline's. */
export interface Delta {
  readonly absolute: number;
  /** Share of the baseline; null where that is zero. */
  readonly relative: number | null;
}

/** Null where one of the two is missing or not finite. */
export function deltaOf(value: number | null | undefined, base: number | null | undefined): Delta | null {
  if (value == null || base == null || !Number.isFinite(value) || !Number.isFinite(base)) return null;
  return { absolute: value - base, relative: base === 0 ? null : (value - base) / Math.abs(base) };
}

/** Indices of the best of some figures; more than one where they are equal, none where fewer than two are there. */
export function bestOf(values: readonly (number | null | undefined)[], isLessBetter: boolean): ReadonlySet<number> {
  const there = values.filter((value): value is number => value != null && Number.isFinite(value));
  if (there.length < 2) return new Set();
  const best = isLessBetter ? Math.min(...there) : Math.max(...there);
  return new Set(values.flatMap((value, i) => (value === best ? [i] : [])));
}
