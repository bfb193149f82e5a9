import type { Range } from './line.ts';

/** From values to pixels. What has no place (NaN, what is not positive on a log axis) becomes NaN. */
export type Mapping = (value: number) => number;

export function mapping([from, to]: Range, [begin, end]: Range, isLog: boolean): Mapping {
  if (!isLog) {
    const slope = to === from ? 0 : (end - begin) / (to - from);
    return (value) => begin + (value - from) * slope;
  }
  const origin = Math.log10(from);
  const slope = to === from ? 0 : (end - begin) / (Math.log10(to) - origin);
  return (value) => (value > 0 ? begin + (Math.log10(value) - origin) * slope : NaN);
}

/** From pixels to values. */
export function inverse([from, to]: Range, [begin, end]: Range, isLog: boolean): Mapping {
  if (!isLog) return (pixel) => from + ((pixel - begin) / (end - begin)) * (to - from);
  const [low, high] = [Math.log10(from), Math.log10(to)];
  return (pixel) => 10 ** (low + ((pixel - begin) / (end - begin)) * (high - low));
}
