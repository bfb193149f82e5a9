import type { Timed } from './work.ts';

/** One thing that was measured, and what it must not reach. */
export interface Figure {
  readonly what: string;
  readonly found: number;
  readonly bar: number;
  readonly unit: 'ms' | 'MB' | '';
  /** Processor time of it, in milliseconds. */
  readonly workMs?: number;
}

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
export const greatest = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, value), 0);

/** The median of several times. */
export const timeFigure = (what: string, times: readonly Timed[], bar: number): Figure => ({
  what,
  found: median(times.map(({ ms }) => ms)),
  workMs: median(times.map(({ workMs }) => workMs)),
  bar,
  unit: 'ms',
});

/** A line for each figure; those over their bar are marked. */
export function show(figures: readonly Figure[]): void {
  console.log(`${''.padEnd(60)} ${'found'.padStart(8)}     ${'bar'.padStart(5)}     ${'processor'.padStart(9)}`);
  for (const { what, found, bar, unit, workMs } of figures) {
    const work = workMs === undefined ? ''.padStart(9) : `${workMs.toFixed(0)} ms`.padStart(9);
    const amounts = `${found.toFixed(unit === '' ? 0 : 1).padStart(8)} ${unit.padEnd(2)}  ${String(bar).padStart(5)} ${unit.padEnd(2)}  ${work}`;
    console.log(`${what.padEnd(60)} ${amounts}${found < bar ? '' : '   OVER'}`);
  }
}
