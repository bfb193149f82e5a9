import { describe, expect, test } from 'vitest';
import { randomCrop, randomFlip } from '../../../../src/core/data/image/random-crop.ts';
import type { AugmentSettings } from '../../../../src/core/data/settings.ts';
import { streamKey } from '../../../../src/core/tensor/random.ts';

const official: AugmentSettings = { scale: [0.08, 1], ratio: [3 / 4, 4 / 3], flipProbability: 0.5 };
const keys = Array.from({ length: 4000 }, (_, i) => streamKey(1, 'test', i));
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

describe('randomCrop', () => {
  test('area and aspect stay within their limits (but for rounding to pixels), the box within the picture', () => {
    for (const key of keys) {
      const { left, top, width, height } = randomCrop(480, 360, official, key);
      const share = (width * height) / (480 * 360);
      expect(share).toBeGreaterThan(0.078);
      expect(width / height).toBeGreaterThan(0.74);
      expect(width / height).toBeLessThan(1.35);
      expect(left >= 0 && top >= 0 && left + width <= 480 && top + height <= 360).toBe(true);
    }
  });

  test('area is uniform, aspect log-uniform, where every draw fits', () => {
    const boxes = keys.map((key) => randomCrop(400, 400, { ...official, scale: [0.1, 0.5] }, key));
    // Mean share (0.1 + 0.5) / 2; mean log aspect 0. Standard errors: 0.115 / sqrt(4000) = 0.0018 and 0.166 / sqrt(4000) = 0.0026.
    expect(Math.abs(mean(boxes.map(({ width, height }) => (width * height) / 160_000)) - 0.3)).toBeLessThan(0.01);
    expect(Math.abs(mean(boxes.map(({ width, height }) => Math.log(width / height))))).toBeLessThan(0.012);
    // Places are uniform: the centre of the box is on average the centre of the picture.
    expect(Math.abs(mean(boxes.map(({ left, width }) => left + width / 2)) - 200)).toBeLessThan(4);
    expect(Math.abs(mean(boxes.map(({ top, height }) => top + height / 2)) - 200)).toBeLessThan(4);
  });

  test('where no draw fits, the largest box within the aspect limits, in the middle', () => {
    // 1000 x 100 is ten to one: no box of at least 90 % of the area is within 4 : 3. round(100 x 4 / 3) = 133, (1000 - 133) / 2 = 433.5
    const wide = randomCrop(1000, 100, { ...official, scale: [0.9, 1] }, 1);
    expect(wide).toEqual({ left: 433, top: 0, width: 133, height: 100 });
    const tall = randomCrop(100, 1000, { ...official, scale: [0.9, 1] }, 1);
    expect(tall).toEqual({ left: 0, top: 433, width: 100, height: 133 });
  });

  test('the same key gives the same box', () => {
    expect(randomCrop(480, 360, official, 7)).toEqual(randomCrop(480, 360, official, 7));
    expect(randomCrop(480, 360, official, 7)).not.toEqual(randomCrop(480, 360, official, 8));
  });

  test('flips come with their probability', () => {
    // Standard error 0.5 / sqrt(4000) = 0.008
    expect(Math.abs(mean(keys.map((key) => Number(randomFlip(official, key)))) - 0.5)).toBeLessThan(0.03);
    expect(keys.some((key) => randomFlip({ ...official, flipProbability: 0 }, key))).toBe(false);
  });
});
