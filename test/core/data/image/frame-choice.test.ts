import { expect, test } from 'vitest';
import { chooseFrames } from '../../../../src/core/data/image/frame-choice.ts';

test('random: without replacement, rising, by key, each frame as often as the others', () => {
  const seen = new Int32Array(7);
  for (let key = 0; key < 7000; key++) {
    const chosen = chooseFrames(7, { count: 3, choice: 'random' }, key * 2654435761);
    expect([...new Set(chosen)].sort((a, b) => a - b)).toEqual(chosen);
    for (const frame of chosen) seen[frame] = (seen[frame] ?? 0) + 1;
  }
  // 3000 each; standard deviation sqrt(7000 x 3/7 x 4/7) = 41
  for (const count of seen) expect(Math.abs(count - 3000)).toBeLessThan(200);
});

test('uniform: the middle of equal parts', () => {
  expect(chooseFrames(9, { count: 3, choice: 'uniform' }, 0)).toEqual([1, 4, 7]);
  expect(chooseFrames(3, { count: 3, choice: 'uniform' }, 0)).toEqual([0, 1, 2]);
  expect(chooseFrames(10, { count: 3, choice: 'uniform' }, 0)).toEqual([1, 5, 8]);
});

test('the rules of other loaders, as positions from 0', () => {
  expect(chooseFrames(10, { count: 3, choice: 'first' }, 0)).toEqual([0, 1, 2]);
  expect(chooseFrames(10, { count: 3, choice: 'ave' }, 0)).toEqual([0, 3, 6]);
  expect(chooseFrames(10, { count: 3, choice: 'kinetics', isEvaluation: true }, 0)).toEqual([0, 3, 6]);
  expect(chooseFrames(7, { count: 3, choice: 'kinetics', isEvaluation: true }, 0)).toEqual([0, 2, 4]);
  const drawn = chooseFrames(9, { count: 3, choice: 'kinetics' }, 5);
  expect(drawn.map((frame) => Math.floor(frame / 3))).toEqual([0, 1, 2]);
});
