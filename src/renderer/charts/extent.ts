import type { Range } from './line.ts';
import { indexAtOrAfter } from './search.ts';

export interface Column {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Share of the height that is left free above and below. */
const MARGIN = 0.06;
/** Fewer values have no outliers. */
const FEWEST = 20;
/** How far beyond the inner range a value may lie and still be shown, as a share of that range. */
const ROOM = 1 / 6;

/**
 * The vertical range of what is shown between `xRange`. Where outliers are ignored it reaches from the value at ⌈0.05(n−1)⌉ to that at
 * ⌊0.95(n−1)⌋ of the sorted values: TensorBoard's rule (product.md 4.5), but only from twenty values on, since of fewer it takes more than
 * a twentieth away. What lies beyond, but not further
 * than a sixth of that height, is no outlier and is shown too: else the end of every falling curve would be cut off. Only finite
 * values count, on a log axis only positive ones. Null where there is none.
 */
export function valueRange(
  columns: readonly Column[],
  {
    xRange,
    ignoresOutliers,
    isLog,
  }: { readonly xRange: Range | null; readonly ignoresOutliers: boolean; readonly isLog: boolean },
): Range | null {
  const values = visibleValues(columns, xRange, isLog);
  const n = values.length;
  if (n === 0) return null;
  if (ignoresOutliers && n >= FEWEST) {
    values.sort();
    const [low, high] = innerRange(values);
    const room = ROOM * (high - low);
    return [Math.max(values[0] ?? low, low - room), Math.min(values[n - 1] ?? high, high + room)];
  }
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return [least, greatest];
}

/** TensorBoard's range of sorted values without their outliers. */
export function innerRange(sorted: Float64Array): Range {
  const last = sorted.length - 1;
  return [sorted[Math.ceil(0.05 * last)] ?? 0, sorted[Math.floor(0.95 * last)] ?? 0];
}

/** A range with room around it, never of no height; one that `include`d levels lie in too. */
export function withMargin([from, to]: Range, isLog: boolean, include: readonly number[] = []): Range {
  const finite = include.filter((value) => Number.isFinite(value) && (!isLog || value > 0));
  const [low, high] = [Math.min(from, ...finite), Math.max(to, ...finite)];
  if (isLog) {
    const room = low === high ? 2 : (high / low) ** MARGIN;
    return [low / room, high * room];
  }
  const room = low === high ? Math.abs(low) * 0.1 || 1 : MARGIN * (high - low);
  return [low - room, high + room];
}

/** First and last place of all columns; null where all are empty. On a log axis the first positive one. */
export function placeRange(places: readonly Float64Array[], isLog: boolean): Range | null {
  let [first, last] = [Infinity, -Infinity];
  for (const x of places) {
    const begin = isLog ? indexAtOrAfter(x, Number.MIN_VALUE) : 0;
    if (begin >= x.length) continue;
    first = Math.min(first, x[begin] ?? Infinity);
    last = Math.max(last, x.at(-1) ?? -Infinity);
  }
  return first <= last ? [first, last] : null;
}

function visibleValues(columns: readonly Column[], xRange: Range | null, isLog: boolean): Float64Array {
  const spans = columns.map(({ x, y }) =>
    xRange === null ? ([0, y.length] as const) : ([indexAtOrAfter(x, xRange[0]), endAt(x, xRange[1])] as const),
  );
  const found = new Float64Array(spans.reduce((sum, [begin, end]) => sum + Math.max(0, end - begin), 0));
  let n = 0;
  columns.forEach(({ y }, at) => {
    const [begin, end] = spans[at] ?? [0, 0];
    for (let i = begin; i < end; i++) {
      const value = y[i] ?? NaN;
      if (Number.isFinite(value) && (!isLog || value > 0)) found[n++] = value;
    }
  });
  return found.subarray(0, n);
}

/** One behind the last index whose place is at most `to`. */
function endAt(x: Float64Array, to: number): number {
  let end = indexAtOrAfter(x, to);
  while (end < x.length && x[end] === to) end++;
  return end;
}
