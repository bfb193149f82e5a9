/** Width of a chart's columns, in steps, so that at most `buckets` + 1 of them lie over the steps from `from` to `to`: a power of two. */
export function bucketWidth(from: number, to: number, buckets: number): number {
  let width = 1;
  while ((to - from + 1) / width > buckets) width *= 2;
  return width;
}

/** Which points of a series are looked at: those with indices in [begin, end). */
export interface Stretch {
  readonly begin: number;
  readonly end: number;
}

/**
 * Min/max decimation: the indices of the points to draw, ascending. Columns are `width` steps wide (a power of two) and begin at multiples
 * of it, so that points already drawn stay where they are while a series grows, until the width doubles. Of each column and line remain
 * the first least and the first greatest finite value and the first of each kind of value that is not finite: no spike and no mark is lost. The
 * first and the last point stay. Each of `lines` (raw and smoothed values, say) has one value a step.
 */
export function decimate(
  steps: Uint32Array,
  lines: readonly Float64Array[],
  { begin, end }: Stretch,
  width: number,
): Uint32Array {
  const isKept = new Uint8Array(Math.max(0, end - begin));
  for (const line of lines) markExtremes(steps, line, begin, end, width, isKept);
  if (end > begin) isKept[0] = isKept[isKept.length - 1] = 1;
  let count = 0;
  for (let i = 0; i < isKept.length; i++) count += isKept[i] ?? 0;
  const indices = new Uint32Array(count);
  let at = 0;
  for (let i = 0; i < isKept.length; i++) if (isKept[i] === 1) indices[at++] = begin + i;
  return indices;
}

/** Runs once a point, for millions of points: plain loops over typed arrays, with indices for what is to be kept; -1 where there is none. */
function markExtremes(
  steps: Uint32Array,
  line: Float64Array,
  begin: number,
  end: number,
  width: number,
  isKept: Uint8Array,
): void {
  const shift = Math.log2(width);
  let i = begin;
  while (i < end) {
    const next = columnEnd(steps, i, end, shift);
    let [min, max] = [Infinity, -Infinity];
    let [minAt, maxAt, nanAt, highAt, lowAt] = [-1, -1, -1, -1, -1];
    for (; i < next; i++) {
      const value = line[i] ?? NaN;
      if (value - value !== 0) {
        if (value !== value) nanAt = nanAt < 0 ? i : nanAt;
        else if (value > 0) highAt = highAt < 0 ? i : highAt;
        else lowAt = lowAt < 0 ? i : lowAt;
        continue;
      }
      if (value < min) {
        min = value;
        minAt = i;
      }
      if (value > max) {
        max = value;
        maxAt = i;
      }
    }
    if (minAt >= 0) isKept[minAt - begin] = 1;
    if (maxAt >= 0) isKept[maxAt - begin] = 1;
    if (nanAt >= 0) isKept[nanAt - begin] = 1;
    if (highAt >= 0) isKept[highAt - begin] = 1;
    if (lowAt >= 0) isKept[lowAt - begin] = 1;
  }
}

/** One behind the last point of the column in which point `i` lies. Each step is there once, so a column has at most its width of them. */
function columnEnd(steps: Uint32Array, i: number, end: number, shift: number): number {
  const column = columnOf(steps[i] ?? 0, shift);
  let [low, high] = [i + 1, Math.min(end, i + 2 ** shift)];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (columnOf(steps[middle] ?? 0, shift) === column) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A shift by 32 would be one by 0. */
const columnOf = (step: number, shift: number): number => (shift > 31 ? 0 : step >>> shift);
