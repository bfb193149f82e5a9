import { niceTicks } from '../../charts/nice-ticks.ts';

/** A mark on an axis: its share of the axis's length, and its text. */
export interface Mark {
  readonly at: number;
  readonly text: string;
}

/**
 * Marks of the frequencies from below to above: Hz where the highest is known, else the numbers of the bands, of which there are `bins`.
 */
export function frequencyMarks(bins: number, topHertz: number | undefined): readonly Mark[] {
  if (topHertz === undefined) return niceTicks([0, bins], 4, false).map((band) => ({ at: band / bins, text: short(band) }));
  return niceTicks([0, topHertz / 1000], 4, false).map((kilohertz) => ({
    at: (1000 * kilohertz) / topHertz,
    text: `${short(kilohertz)} kHz`,
  }));
}

/** Marks of the time from left to right: seconds where they are known, else the numbers of the moments. */
export function timeMarks(moments: number, seconds: number | undefined): readonly Mark[] {
  const length = seconds ?? moments;
  return niceTicks([0, length], 6, false).map((place) => ({
    at: place / length,
    text: seconds === undefined ? short(place) : `${short(place)} s`,
  }));
}

/** Without what adding up leaves behind: 0.15, not 0.15000000000000002. */
const short = (value: number): string => String(Number(value.toPrecision(6)));
