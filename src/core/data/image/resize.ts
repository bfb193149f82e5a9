/** Decoded pixels: row by row, channels interleaved, 8 bits; 1 (grey) or 3 (red, green, blue) channels. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly pixels: Uint8Array;
}

/** Part of a picture, in whole pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Pillow's fixed point: 8 bits of colour, 2 of head-room, 22 of fraction. */
const FRACTION_BITS = 22;
const HALF = 1 << (FRACTION_BITS - 1);

/** For each output point the first input point, how many, and their weights in fixed point (`taps` places each). */
interface Weights {
  readonly taps: number;
  readonly first: Int32Array;
  readonly count: Int32Array;
  readonly values: Int32Array;
}

/**
 * Triangle filter as wide as the reduction, at least one input pixel each side, cut at the edges and normalised to one; rounded to
 * fixed point. This is `precompute_coeffs` and `normalize_coeffs_8bpc` of Pillow's Resample.c.
 */
function triangleWeights(from: number, to: number): Weights {
  const scale = from / to;
  const support = Math.max(1, scale);
  const taps = Math.ceil(support) * 2 + 1;
  const weights = { taps, first: new Int32Array(to), count: new Int32Array(to), values: new Int32Array(to * taps) };
  for (let i = 0; i < to; i++) {
    const center = (i + 0.5) * scale;
    const first = Math.max(0, Math.trunc(center - support + 0.5));
    const count = Math.min(from, Math.trunc(center + support + 0.5)) - first;
    const raw = Array.from({ length: count }, (_, x) => Math.max(0, 1 - Math.abs((x + first - center + 0.5) / support)));
    const sum = raw.reduce((a, b) => a + b, 0);
    weights.first[i] = first;
    weights.count[i] = count;
    for (const [x, w] of raw.entries()) weights.values[i * taps + x] = Math.trunc(0.5 + (w / sum) * (1 << FRACTION_BITS));
  }
  return weights;
}

const toByte = (sum: number): number => {
  const value = sum >> FRACTION_BITS;
  return value < 0 ? 0 : value > 255 ? 255 : value;
};

/** Rows of the box at the output width. Shapes: → [box.height, width, channels]. */
function resizeRows({ pixels, width: stride, channels }: Picture, box: Box, width: number): Uint8Array {
  const { taps, first, count, values } = triangleWeights(box.width, width);
  const out = new Uint8Array(box.height * width * channels);
  for (let y = 0; y < box.height; y++) {
    const row = ((box.top + y) * stride + box.left) * channels;
    for (let x = 0; x < width; x++) {
      const [start, n, base] = [row + (first[x] ?? 0) * channels, count[x] ?? 0, x * taps];
      for (let c = 0; c < channels; c++) {
        let sum = HALF;
        for (let i = 0, at = start + c; i < n; i++, at += channels) sum += (pixels[at] ?? 0) * (values[base + i] ?? 0);
        out[(y * width + x) * channels + c] = toByte(sum);
      }
    }
  }
  return out;
}

/** Columns at the output height; a row at a time, so that memory is read in order. Shapes: [from, row] → [height, row]. */
function resizeColumns(rows: Uint8Array, from: number, row: number, height: number): Uint8Array {
  const { taps, first, count, values } = triangleWeights(from, height);
  const out = new Uint8Array(height * row);
  const sums = new Int32Array(row);
  for (let y = 0; y < height; y++) {
    sums.fill(HALF);
    for (let i = 0; i < (count[y] ?? 0); i++) {
      const [start, weight] = [((first[y] ?? 0) + i) * row, values[y * taps + i] ?? 0];
      for (let x = 0; x < row; x++) sums[x] = (sums[x] ?? 0) + (rows[start + x] ?? 0) * weight;
    }
    for (let x = 0; x < row; x++) out[y * row + x] = toByte(sums[x] ?? 0);
  }
  return out;
}

/**
 * A part of a picture at another size, bilinear with antialiasing: bit for bit what Pillow's `crop(box).resize(size, BILINEAR)` gives,
 * which is what torchvision does with Pillow pictures. Pixels outside the box play no part.
 *
 * Shapes: → [height, width, channels], 8 bits.
 * Source: Pillow, src/libImaging/Resample.c.
 */
export function resizePicture(picture: Picture, box: Box, width: number, height: number): Picture {
  const rows = resizeRows(picture, box, width);
  return { width, height, channels: picture.channels, pixels: resizeColumns(rows, box.height, width * picture.channels, height) };
}
