/**
 * IEEE 754 binary16: 1 sign bit, 5 of exponent, 10 of fraction. Values of 2⁻¹⁴ and more are kept within 2⁻¹¹ of themselves (0.049 %), smaller
 * ones within 2⁻²⁵; the greatest is 65,504. Written out because not every Node in use has Float16Array.
 */

/** From here on a value is rounded to infinity: half-way between 65,504 and what would come next. */
export const FLOAT16_LIMIT = 65_520;

const MANTISSA_DROPPED = 13;
const SMALLEST_NORMAL = 2 ** -14;
/** Distance of neighbouring values below the smallest normal one. */
const SUBNORMAL_STEP = 2 ** -24;
/** Adding and taking it away rounds a double below 2⁵¹ to an integer, half to even. */
const TO_INTEGER = 1.5 * 2 ** 52;

/**
 * The nearest binary16 values, as their bits; of two equally near the even one.
 * Shapes: [n] → [n]. Edge: beyond ±`FLOAT16_LIMIT` infinity; NaN stays NaN.
 */
export function toFloat16(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const halves = new Uint16Array(values.length);
  for (let i = 0; i < halves.length; i++) halves[i] = halfOf(values[i] ?? 0, bits[i] ?? 0);
  return halves;
}

function halfOf(value: number, bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = Math.abs(value);
  if (Number.isNaN(value)) return sign | 0x7e00;
  if (magnitude >= FLOAT16_LIMIT) return sign | 0x7c00;
  if (magnitude < SMALLEST_NORMAL) return sign | (magnitude / SUBNORMAL_STEP + TO_INTEGER - TO_INTEGER);
  // Exponents begin at −127 there and at −15 here. Half of what is dropped is added, a little less where the rest is even already.
  const rounded = (bits & 0x7fff_ffff) + 0x0fff + ((bits >>> MANTISSA_DROPPED) & 1);
  return sign | ((rounded - ((127 - 15) << 23)) >>> MANTISSA_DROPPED);
}

/** The value of each of the 65,536 bit patterns; made when first asked for. */
let table: Float32Array | null = null;

const tableOfValues = (): Float32Array => (table ??= Float32Array.from({ length: 65_536 }, (_, half) => valueOf(half)));

function valueOf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const [exponent, fraction] = [(half >>> 10) & 0x1f, half & 0x3ff];
  if (exponent === 0) return sign * fraction * SUBNORMAL_STEP;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The values of binary16 bits, exactly. Shapes: [n] → [n]. */
export function fromFloat16(halves: Uint16Array): Float32Array {
  const values = tableOfValues();
  const result = new Float32Array(halves.length);
  for (let i = 0; i < result.length; i++) result[i] = values[halves[i] ?? 0] ?? 0;
  return result;
}
