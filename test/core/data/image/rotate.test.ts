import { expect, test } from 'vitest';
import { rotatePicture } from '../../../../src/core/data/image/rotate.ts';

// 1 2 3
// 4 5 6, each pixel a value and ten times the value
const picture = { width: 3, height: 2, channels: 2, pixels: Uint8Array.of(1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60) };
const firstChannel = (turns: 0 | 1 | 2 | 3): { width: number; height: number; values: number[] } => {
  const { width, height, pixels } = rotatePicture(picture, turns);
  return { width, height, values: [...pixels].filter((_, i) => i % 2 === 0) };
};

test('turns a picture clockwise, pixel by pixel (by hand)', () => {
  expect(firstChannel(0)).toEqual({ width: 3, height: 2, values: [1, 2, 3, 4, 5, 6] });
  expect(firstChannel(1)).toEqual({ width: 2, height: 3, values: [4, 1, 5, 2, 6, 3] });
  expect(firstChannel(2)).toEqual({ width: 3, height: 2, values: [6, 5, 4, 3, 2, 1] });
  expect(firstChannel(3)).toEqual({ width: 2, height: 3, values: [3, 6, 2, 5, 1, 4] });
});

test('keeps the channels of a pixel together', () => {
  expect([...rotatePicture(picture, 1).pixels.subarray(0, 4)]).toEqual([4, 40, 1, 10]);
});
