/**
 * What is known of a series without reading its points. Extremes are of finite values, and their steps the first at which they
 * occur; NaN and infinity are counted. The last value is what it is, NaN or infinity included.
 */
export interface Summary {
  readonly n: number;
  readonly nan: number;
  readonly infinite: number;
  readonly last: number;
  readonly lastStep: number;
  /** Null where no value is finite. */
  readonly min: Extreme | null;
  readonly max: Extreme | null;
}

export interface Extreme {
  readonly value: number;
  readonly step: number;
}

/** A summary being made, changed in place: this runs once per point. */
export interface Tally {
  n: number;
  nan: number;
  infinite: number;
  last: number;
  lastStep: number;
  min: number;
  minStep: number;
  max: number;
  maxStep: number;
}

export const emptyTally = (): Tally => ({
  n: 0,
  nan: 0,
  infinite: 0,
  last: NaN,
  lastStep: -1,
  min: Infinity,
  minStep: -1,
  max: -Infinity,
  maxStep: -1,
});

/** Adds one point. Points come in the order of their steps. */
export function tallyPoint(tally: Tally, step: number, value: number): void {
  tally.n++;
  tally.last = value;
  tally.lastStep = step;
  if (value !== value) tally.nan++;
  else if (value === Infinity || value === -Infinity) tally.infinite++;
  else {
    if (value < tally.min) {
      tally.min = value;
      tally.minStep = step;
    }
    if (value > tally.max) {
      tally.max = value;
      tally.maxStep = step;
    }
  }
}

/** An extreme as a reader sees it: none where no value was finite. */
export const extreme = (value: number, step: number): Extreme | null => (step < 0 ? null : { value, step });
