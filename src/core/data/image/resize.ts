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

/** One output row: each point the weighted sum of its input points, a channel at a time. */
function resizeRow(pixels: Uint8Array, row: number, channels: number, weights: Weights, out: Uint8Array, to: number): void {
  const { taps, first, count, values } = weights;
  for (let x = 0, base = 0; x < first.length; x++, base += taps) {
    const [start, n] = [row + (first[x] ?? 0) * channels, count[x] ?? 0];
    for (let c = 0; c < channels; c++) {
      let sum = HALF;
      for (let i = 0, at = start + c; i < n; i++, at += channels) sum += (pixels[at] ?? 0) * (values[base + i] ?? 0);
      out[to + x * channels + c] = toByte(sum);
    }
  }
}

/** The same for three channels in one go: the common case, twice as fast. */
function resizeColourRow(pixels: Uint8Array, row: number, weights: Weights, out: Uint8Array, to: number): void {
  const { taps, first, count, values } = weights;
  for (let x = 0, base = 0, into = to; x < first.length; x++, base += taps, into += 3) {
    const n = count[x] ?? 0;
    let [red, green, blue] = [HALF, HALF, HALF];
    for (let i = 0, at = row + (first[x] ?? 0) * 3; i < n; i++, at += 3) {
      const weight = values[base + i] ?? 0;
      red += (pixels[at] ?? 0) * weight;
      green += (pixels[at + 1] ?? 0) * weight;
      blue += (pixels[at + 2] ?? 0) * weight;
    }
    out[into] = toByte(red);
    out[into + 1] = toByte(green);
    out[into + 2] = toByte(blue);
  }
}

/** Rows of the box at the output width. Shapes: → [box.height, width, channels]. */
function resizeRows({ pixels, width: stride, channels }: Picture, box: Box, width: number): Uint8Array {
  const weights = triangleWeights(box.width, width);
  const out = new Uint8Array(box.height * width * channels);
  for (let y = 0; y < box.height; y++) {
    const row = ((box.top + y) * stride + box.left) * channels;
    if (channels === 3) resizeColourRow(pixels, row, weights, out, y * width * 3);
    else resizeRow(pixels, row, channels, weights, out, y * width * channels);
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
