import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { resizePicture, type Box, type Picture } from '../../../../src/core/data/image/resize.ts';

const folder = join(import.meta.dirname, '../../../fixtures/pictures');
const bytes = readFileSync(join(folder, 'references.bin'));
const { pictures, resized } = JSON.parse(readFileSync(join(folder, 'references.json'), 'utf8')) as {
  readonly pictures: Readonly<Record<string, { width: number; height: number; channels: number; offset: number }>>;
  readonly resized: readonly { picture: string; box: Box; width: number; height: number; offset: number; bytes: number }[];
};

function source(name: string): Picture {
  const found = pictures[name];
  if (!found) throw new Error(`no picture ${name}`);
  const { width, height, channels, offset } = found;
  return { width, height, channels, pixels: bytes.subarray(offset, offset + width * height * channels) };
}

describe('resizePicture', () => {
  test.each(
    resized.map(
      (reference) => [reference.picture, reference.box, `${reference.width} x ${reference.height}`, reference] as const,
    ),
  )("%s %j to %s is Pillow's, bit for bit", (name, box, _size, { width, height, offset, bytes: length }) => {
    const { pixels } = resizePicture(source(name), box, width, height);
    expect(Buffer.compare(Buffer.from(pixels), bytes.subarray(offset, offset + length))).toBe(0);
  });

  test('halving averages with the triangle filter, cut at the edges (by hand)', () => {
    // One row of 0, 0, 200, 200 to two: support 2, weights 1/4, 3/4, 3/4, 1/4 at the distances 1.5, 0.5, 0.5, 1.5.
    // Left point: centre 1, inputs 0..2 with weights 3/4, 3/4, 1/4: 200 / 4 / (7 / 4) = 28.6. Right point: mirrored, 171.4.
    const row = { width: 4, height: 1, channels: 1, pixels: Uint8Array.of(0, 0, 200, 200) };
    expect([...resizePicture(row, { left: 0, top: 0, width: 4, height: 1 }, 2, 1).pixels]).toEqual([29, 171]);
  });

  test('what lies outside the box plays no part', () => {
    const pixels = Uint8Array.from({ length: 25 }, (_, i) => (i % 5 > 0 && i % 5 < 4 && i > 4 && i < 20 ? 77 : 255));
    const box = { left: 1, top: 1, width: 3, height: 3 };
    for (const value of resizePicture({ width: 5, height: 5, channels: 1, pixels }, box, 8, 8).pixels) expect(value).toBe(77);
  });
});
