import { expect, test } from 'vitest';
import { COLOUR_MAP } from '../../../../src/renderer/parts/sample/colour-map.ts';
import { colourRange, framePixels, spectrogramPixels, transposed } from '../../../../src/renderer/parts/sample/pictures.ts';

/** Luminance by ITU-R BT.709 of a step, on linear light. */
function luminance(step: number): number {
  const linear = (c: number): number => ((COLOUR_MAP[3 * step + c] ?? 0) / 255) ** 2.2;
  return 0.2126 * linear(0) + 0.7152 * linear(1) + 0.0722 * linear(2);
}

test('the colour map grows lighter with every few steps, from nearly black to nearly white', () => {
  for (let step = 8; step < 256; step += 8) expect(luminance(step)).toBeGreaterThan(luminance(step - 8));
  expect([luminance(0) < 0.001, luminance(255) > 0.9]).toEqual([true, true]);
});

test('a spectrogram stands with its lowest frequency below', () => {
  // Two frequencies, three moments: the low one loud in the last.
  const { width, height, data } = spectrogramPixels(Float32Array.of(0, 0, 9, 0, 0, 0), [2, 3]);
  expect([width, height]).toEqual([3, 2]);
  const at = (x: number, y: number): number[] => [...data.subarray(4 * (y * 3 + x), 4 * (y * 3 + x) + 4)];
  expect(at(2, 1)).toEqual([...COLOUR_MAP.subarray(3 * 255), 255]);
  expect(at(2, 0)).toEqual([...COLOUR_MAP.subarray(0, 3), 255]);
});

test('a little digital silence does not take all the colours, and values that are not finite none', () => {
  const values = Float32Array.from({ length: 1000 }, (_, i) => (i < 15 ? -16 : i / 1000));
  expect(colourRange(values)[0]).toBeCloseTo(0.02, 2);
  expect(colourRange(Float32Array.of(NaN, Infinity, 2, -Infinity))).toEqual([2, 2]);
  expect(spectrogramPixels(new Float32Array(4), [2, 2]).data.every(Number.isFinite)).toBe(true);
});

test('frames become opaque pixels', () => {
  expect([...framePixels(Uint8Array.of(1, 2, 3, 4, 5, 6), 2, 1).data]).toEqual([1, 2, 3, 255, 4, 5, 6, 255]);
});

test('rows and columns are exchanged', () => {
  expect([...transposed(Float32Array.of(1, 2, 3, 4, 5, 6), [2, 3])]).toEqual([1, 4, 2, 5, 3, 6]);
});
