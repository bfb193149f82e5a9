import type { Picture } from './resize.ts';

/** Mean and deviation of ImageNet's red, green and blue, in [0, 1]; the official transform's constants. */
const MEAN = [0.485, 0.456, 0.406];
const DEVIATION = [0.229, 0.224, 0.225];

/** Least and greatest normalised value of each channel: black and white, about -2.1 and 2.6. */
export const NORMALISED_RANGE = MEAN.map((mean, c) => [-mean / (DEVIATION[c] ?? 1), (1 - mean) / (DEVIATION[c] ?? 1)] as const);

/** Normalised value of each byte, per channel, with torch's float32 rounding after each operation (ToTensor, then Normalize). */
const TABLES = MEAN.map((mean, c) =>
  Float32Array.from(
    { length: 256 },
    (_, v) => Math.fround(Math.fround(v / 255) - Math.fround(mean)) / Math.fround(DEVIATION[c] ?? 1),
  ),
);

/**
 * Writes a picture as the network sees it: (v / 255 - mean) / deviation per channel, channels last, mirrored left to right if asked.
 * A grey picture becomes three equal channels before.
 *
 * Shapes: [height, width, 1 or 3] → [height, width, 3] at `offset` of `target`.
 */
export function writeNormalized(
  { width, height, channels, pixels }: Picture,
  isMirrored: boolean,
  target: Float32Array,
  offset: number,
): void {
  for (const [c, table] of TABLES.entries()) {
    const from = channels === 1 ? 0 : c;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const source = (y * width + (isMirrored ? width - 1 - x : x)) * channels + from;
        target[offset + (y * width + x) * 3 + c] = table[pixels[source] ?? 0] ?? 0;
      }
    }
  }
}

/** The bytes that `writeNormalized` was given, from its values: red, green and blue, row by row. */
export function pixelsOfNormalized(values: Float32Array): Uint8Array {
  return Uint8Array.from(values, (value, i) => Math.round(255 * (value * (DEVIATION[i % 3] ?? 1) + (MEAN[i % 3] ?? 0))));
}
