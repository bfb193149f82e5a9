import { divergingColour, NOT_A_NUMBER } from './diverging-map.ts';
import type { Pixels } from './pictures.ts';

/** A sequence as it is drawn. Shapes: [steps, features], row by row. */

type Shape = readonly [steps: number, features: number];

/** The size that 98 % of the values that are not zero stay within, which has the strongest colour; 0 where all are zero or no number. */
export function colourLimit(values: Float32Array): number {
  const sizes = values
    .filter((value) => value !== 0 && Number.isFinite(value))
    .map(Math.abs)
    .sort();
  return sizes[Math.min(sizes.length - 1, Math.floor(0.98 * sizes.length))] ?? 0;
}

/** One pixel a value, steps from top to bottom; black where it is no number. */
export function heatMapPixels(values: Float32Array, [steps, features]: Shape, limit: number): Pixels {
  const data = new Uint8ClampedArray(4 * steps * features);
  for (let i = 0; i < steps * features; i++) {
    const value = values[i] ?? Number.NaN;
    const place = limit === 0 ? 0 : value / limit;
    data.set(Number.isFinite(value) ? divergingColour(place) : NOT_A_NUMBER, 4 * i);
    data[4 * i + 3] = 255;
  }
  return { width: features, height: steps, data };
}

export interface HeatMapFigures {
  /** Steps with a value other than 0. */
  readonly filled: number;
  readonly least: number;
  readonly most: number;
  /** Values that are NaN or infinite. */
  readonly notFinite: number;
}

export function heatMapFigures(values: Float32Array, [steps, features]: Shape): HeatMapFigures {
  let [filled, least, most, notFinite] = [0, Infinity, -Infinity, 0];
  for (let step = 0; step < steps; step++) {
    const row = values.subarray(step * features, (step + 1) * features);
    if (row.some((value) => value !== 0)) filled++;
    for (const value of row) {
      if (!Number.isFinite(value)) notFinite++;
      else [least, most] = [Math.min(least, value), Math.max(most, value)];
    }
  }
  return least > most ? { filled, least: 0, most: 0, notFinite } : { filled, least, most, notFinite };
}

/** Height of one step in pixels: room for a word where there are words, else what makes the whole neither flat nor tall. */
export const stepHeight = (steps: number, hasWords: boolean): number =>
  hasWords ? 15 : Math.max(0.5, Math.min(8, 240 / Math.max(1, steps)));
