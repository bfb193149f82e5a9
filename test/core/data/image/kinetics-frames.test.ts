import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { aveFrames, frameName, kineticsFrames, kineticsTestFrames } from '../../../../src/core/data/image/kinetics-frames.ts';

/** The rules in Python, tried 2,000 times for each number of files: `frames.py` beside the table. */
const { table } = JSON.parse(readFileSync(join(import.meta.dirname, '../../../fixtures/kinetics/frames.json'), 'utf8')) as {
  table: readonly {
    readonly files: number;
    readonly train: readonly (readonly number[])[];
    readonly test: readonly number[];
    readonly ave: readonly number[];
  }[];
};

/** Which numbers come up at each place. */
function seen(files: number): number[][] {
  const places = [new Set<number>(), new Set<number>(), new Set<number>()];
  for (let key = 0; key < 2000; key++)
    for (const [i, number] of kineticsFrames(files, 3, key * 2654435761).entries()) places[i]?.add(number);
  return places.map((numbers) => [...numbers].sort((a, b) => a - b));
}

describe('Kinetics-Sounds', () => {
  test('ten frames, by hand: segments of three', () => {
    expect(kineticsTestFrames(10, 3)).toEqual([1, 4, 7]); // 0 + max(1, 1), 3 + 1, 6 + 1
    expect(seen(10)).toEqual([
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ]);
  });

  test('six frames or fewer: three times the first', () => {
    expect(kineticsTestFrames(6, 3)).toEqual([1, 1, 1]);
    expect(seen(6)).toEqual([[1], [1], [1]]);
    expect(kineticsTestFrames(7, 3)).toEqual([1, 3, 5]); // seg 2: 0 + 1, 2 + 1, 4 + 1
  });

  test('each frame of a segment as often as the others', () => {
    const counts = new Int32Array(4);
    for (let key = 0; key < 3000; key++) {
      const [first = 0] = kineticsFrames(9, 3, key * 2654435761);
      counts[first] = (counts[first] ?? 0) + 1;
    }
    // 1000 each; standard deviation sqrt(3000 x 1/3 x 2/3) = 26
    for (const count of counts.slice(1)) expect(Math.abs(count - 1000)).toBeLessThan(130);
  });

  test.each(table)('$files files, as the rule in Python', ({ files, train, test: expected }) => {
    expect(seen(files)).toEqual(train);
    // Beyond 9 the official loader finds no file.
    expect(kineticsTestFrames(files, 3)).toEqual(expected.map((number) => Math.min(9, number)));
  });
});

test.each(table)('AVE, $files files', ({ files, ave }) => {
  expect(aveFrames(files, 3)).toEqual(ave);
});

test('names have five digits, one of them the number', () => {
  expect([1, 9].map(frameName)).toEqual(['frame_00001.jpg', 'frame_00009.jpg']);
});
