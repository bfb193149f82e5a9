/** One thing that was measured, and what it must not reach. */
export interface Figure {
  readonly what: string;
  readonly found: number;
  readonly bar: number;
  readonly unit: 'ms' | 'MB' | '';
}

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
export const greatest = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, value), 0);

/** A line for each figure; those over their bar are marked. */
export function show(figures: readonly Figure[]): void {
  for (const { what, found, bar, unit } of figures) {
    const text = `${what.padEnd(66)} ${found.toFixed(unit === '' ? 0 : 1).padStart(8)} ${unit.padEnd(2)}  bar ${bar} ${unit}`;
    console.log(found < bar ? text : `${text}   OVER`);
  }
}
