import { expect, test } from 'vitest';
import { FLOAT16_LIMIT, fromFloat16, toFloat16 } from '../../../src/core/data/float16.ts';
import { uniformAt } from '../../../src/core/tensor/random.ts';

const roundTrip = (...values: number[]): number[] => [...fromFloat16(toFloat16(Float32Array.from(values)))];

test.each([
  // 1 = 0 01111 0000000000; −2 = 1 10000 0000000000; 1/3 = 1.3333 x 2^-2, 0.3333 x 1024 = 341.33 -> 341 = 0101010101
  [1, 0x3c00],
  [-2, 0xc000],
  [1 / 3, 0x3555],
  // The greatest, and the smallest normal and subnormal ones
  [65_504, 0x7bff],
  [2 ** -14, 0x0400],
  [2 ** -24, 0x0001],
  // Half-way: 2048 and 2050 are neighbours, 2049 goes to the even fraction (2048), 2051 to 2052
  [2049, 0x6800],
  [2051, 0x6802],
  // Half a step below the smallest goes to 0, which is even; a little more goes up; 1.5 steps go to 2
  [2 ** -25, 0x0000],
  [1.01 * 2 ** -25, 0x0001],
  [1.5 * 2 ** -24, 0x0002],
  // Just below the smallest normal value the fraction overflows into it: 1023.6 steps are 1024
  [1023.6 * 2 ** -24, 0x0400],
  [FLOAT16_LIMIT, 0x7c00],
  [-Infinity, 0xfc00],
  [-0, 0x8000],
])('%d has the bits %i', (value, bits) => {
  expect(toFloat16(Float32Array.of(value))[0]).toBe(bits);
});

test('every bit pattern has the value that the engine gives it, and comes back', () => {
  const halves = Uint16Array.from({ length: 65_536 }, (_, i) => i);
  const values = fromFloat16(halves);
  const isNumber = (half: number): boolean => !Number.isNaN(values[half]);
  expect(toFloat16(values).filter((half, i) => isNumber(i) && half !== i)).toEqual(new Uint16Array());
  expect([values[0x7e00], values[0xfe00]]).toEqual([NaN, NaN]);
  const engine = (globalThis as { Float16Array?: new (buffer: ArrayBuffer) => ArrayLike<number> }).Float16Array;
  if (engine) expect([...values]).toEqual(Array.from(new engine(halves.buffer)));
});

test('rounding is that of the engine, over all magnitudes', () => {
  const values = Float32Array.from({ length: 20_000 }, (_, i) => (uniformAt(7, i) - 0.5) * 2 ** (40 * uniformAt(8, i) - 26));
  const engine = (globalThis as { Float16Array?: { from(values: ArrayLike<number>): ArrayLike<number> } }).Float16Array;
  if (engine) expect([...fromFloat16(toFloat16(values))]).toEqual(Array.from(engine.from(values)));
  // As documented: 2^-11 of the value, or 2^-25
  for (const value of values)
    if (Math.abs(value) < FLOAT16_LIMIT)
      expect(Math.abs((roundTrip(value)[0] ?? NaN) - value)).toBeLessThanOrEqual(Math.max(2 ** -11 * Math.abs(value), 2 ** -25));
});
