import { expect, test } from 'vitest';
import { writeNormalized } from '../../../../src/core/data/image/normalize.ts';

const red = { width: 2, height: 1, channels: 3, pixels: Uint8Array.of(255, 0, 51, 102, 102, 102) };

test('ToTensor and Normalize with the ImageNet constants, channels last, at the offset (by hand)', () => {
  const target = new Float32Array(7).fill(9);
  writeNormalized(red, false, target, 1);
  // (1 - .485) / .229, (0 - .456) / .224, (.2 - .406) / .225; then .4 in all three
  const expected = [9, 2.2489, -2.0357, -0.9156, -0.3712, -0.25, -0.0267];
  for (const [i, value] of expected.entries()) expect(target[i]).toBeCloseTo(value, 4);
});

test('mirrored: the columns change places, the channels do not', () => {
  const [plain, mirrored] = [new Float32Array(6), new Float32Array(6)];
  writeNormalized(red, false, plain, 0);
  writeNormalized(red, true, mirrored, 0);
  expect([...mirrored]).toEqual([...plain.slice(3), ...plain.slice(0, 3)]);
});

test('grey counts for red, green and blue', () => {
  const [grey, colour] = [new Float32Array(3), new Float32Array(3)];
  writeNormalized({ width: 1, height: 1, channels: 1, pixels: Uint8Array.of(90) }, false, grey, 0);
  writeNormalized({ width: 1, height: 1, channels: 3, pixels: Uint8Array.of(90, 90, 90) }, false, colour, 0);
  expect([...grey]).toEqual([...colour]);
});
