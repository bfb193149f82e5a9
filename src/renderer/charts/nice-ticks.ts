import type { Range } from './line.ts';

/** Even marks of an axis, at 1, 2 or 5 times a power of ten; on a log axis at powers of ten, or even ones where it holds fewer than two. */
export function niceTicks([from, to]: Range, most: number, isLog: boolean): number[] {
  if (isLog) {
    const powers: number[] = [];
    for (let power = Math.ceil(Math.log10(from)); power <= Math.floor(Math.log10(to)); power++) powers.push(10 ** power);
    if (powers.length >= 2) return powers.filter((_, i) => i % Math.ceil(powers.length / most) === 0);
  }
  const rough = (to - from) / most;
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((factor) => factor * size >= rough) ?? 10) * size;
  const ticks: number[] = [];
  for (let i = Math.ceil(from / step); i * step <= to; i++) ticks.push(i * step);
  return ticks;
}
