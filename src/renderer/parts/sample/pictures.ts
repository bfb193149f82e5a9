import { COLOUR_MAP } from './colour-map.ts';

/** Pixels as a canvas takes them: red, green, blue, opacity. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** Red, green and blue of each pixel, row by row, as opaque pixels. */
export function framePixels(rgb: Uint8Array, width: number, height: number): Pixels {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) data[4 * i + c] = rgb[3 * i + c] ?? 0;
    data[4 * i + 3] = 255;
  }
  return { width, height, data };
}

/**
 * A spectrogram with the lowest frequency at the bottom. Colours run from the value that 2 % lie below to the greatest, so that digital
 * silence does not take all of them. Shapes: [bins, frames] → height × width.
 */
export function spectrogramPixels(values: Float32Array, [bins, frames]: readonly [number, number]): Pixels {
  const [low, high] = colourRange(values);
  const scale = high > low ? 255 / (high - low) : 0;
  const data = new Uint8ClampedArray(4 * bins * frames);
  for (let bin = 0; bin < bins; bin++) {
    for (let frame = 0; frame < frames; frame++) {
      const value = values[bin * frames + frame] ?? low;
      const step = Math.max(0, Math.min(255, Math.round((value - low) * scale)));
      const at = 4 * ((bins - 1 - bin) * frames + frame);
      for (let c = 0; c < 3; c++) data[at + c] = COLOUR_MAP[3 * step + c] ?? 0;
      data[at + 3] = 255;
    }
  }
  return { width: frames, height: bins, data };
}

/** Rows and columns exchanged. Shapes: [rows, columns] → [columns, rows]. */
export function transposed(values: Float32Array, [rows, columns]: readonly [number, number]): Float32Array {
  const turned = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) turned[column * rows + row] = values[row * columns + column] ?? 0;
  return turned;
}

/** The value that 2 % of all lie below, and the greatest; values that are not finite do not count. */
export function colourRange(values: Float32Array): readonly [number, number] {
  const sorted = values.filter(Number.isFinite).sort();
  return [sorted[Math.floor(0.02 * sorted.length)] ?? 0, sorted.at(-1) ?? 0];
}
