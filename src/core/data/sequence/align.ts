/**
 * Alignment of sequences that have times of their own, as the CMU SDK does it: `align` to the words with the mean as the collapse
 * function, then `align` to the labels' segments. Times are in seconds.
 */

/** Two times closer than this are the same to the SDK. */
const EPSILON = 1e-5;

/** From when to when. */
export type Interval = readonly [from: number, to: number];

/** The intervals of a sequence: shape [rows, 2]. */
export type Intervals = Float64Array;

const intervalOf = (intervals: Intervals, row: number): Interval => [intervals[2 * row] ?? NaN, intervals[2 * row + 1] ?? NaN];

/** Whether two intervals share more than a moment. */
function meet([from, to]: Interval, [start, end]: Interval): boolean {
  return from < end + EPSILON && to > start - EPSILON && Math.min(to, end) - Math.max(from, start) > EPSILON;
}

/** Rows that share more than a moment with the interval, by their start; those of the same start in their order. Rows without a length are left out. */
export function rowsWithin(intervals: Intervals, within: Interval): number[] {
  const rows: number[] = [];
  for (let row = 0; row < intervals.length / 2; row++) {
    const own = intervalOf(intervals, row);
    if (own[1] - own[0] >= EPSILON && meet(own, within)) rows.push(row);
  }
  return rows.sort((a, b) => (intervals[2 * a] ?? 0) - (intervals[2 * b] ?? 0) || a - b);
}

/** A sequence with its times: values of shape [rows, features], row by row. */
export interface TimedSequence {
  readonly intervals: Intervals;
  readonly values: Float32Array | Float64Array;
  readonly features: number;
}

const risingKnown = new WeakMap<Intervals, boolean>();

/** Whether starts and ends never fall, so that the rows of any time follow each other; found once for each sequence. */
function isRising(intervals: Intervals): boolean {
  const known = risingKnown.get(intervals);
  if (known !== undefined) return known;
  let rising = true;
  for (let i = 2; rising && i < intervals.length; i++) rising = (intervals[i] ?? NaN) >= (intervals[i - 2] ?? NaN);
  risingKnown.set(intervals, rising);
  return rising;
}

/** The first row that does not end before `from`; 0 where the rows are in no order. */
function firstRow(intervals: Intervals, from: number): number {
  if (!isRising(intervals)) return 0;
  let [low, high] = [0, intervals.length / 2];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((intervals[2 * middle + 1] ?? NaN) < from - EPSILON) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The mean of all rows that share more than a moment with the interval; zeros where there is none. Shape: [features]. */
export function meanWithin({ intervals, values, features }: TimedSequence, within: Interval): Float32Array {
  const sum = new Float64Array(features);
  let count = 0;
  for (let row = firstRow(intervals, within[0]); row < intervals.length / 2; row++) {
    const own = intervalOf(intervals, row);
    if (own[0] > within[1] + EPSILON && isRising(intervals)) break;
    if (!meet(own, within)) continue;
    count++;
    for (let i = 0; i < features; i++) sum[i] = (sum[i] ?? 0) + (values[row * features + i] ?? 0);
  }
  return Float32Array.from(sum, (value) => (count === 0 ? 0 : value / count));
}

/** The rows of a sequence, one after the other. Shape: [rows, features]. */
export function rowsOf({ values, features }: TimedSequence, rows: readonly number[]): Float32Array {
  const taken = new Float32Array(rows.length * features);
  for (const [i, row] of rows.entries()) taken.set(values.subarray(row * features, (row + 1) * features), i * features);
  return taken;
}

/** A sequence at the words: for each word the mean of what happens while it is said. Shape: [words, features]. */
export function meansAtWords(sequence: TimedSequence, words: Intervals, rows: readonly number[]): Float32Array {
  const means = new Float32Array(rows.length * sequence.features);
  for (const [i, row] of rows.entries()) means.set(meanWithin(sequence, intervalOf(words, row)), i * sequence.features);
  return means;
}
