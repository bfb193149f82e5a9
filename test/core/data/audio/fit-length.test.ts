import { expect, test } from 'vitest';
import { fitLength } from '../../../../src/core/data/audio/fit-length.ts';

test('a short recording is repeated as often as it takes (the official loader stops after three times)', () => {
  expect([...fitLength(Float32Array.of(0.5, -0.5), 9)]).toEqual([0.5, -0.5, 0.5, -0.5, 0.5, -0.5, 0.5, -0.5, 0.5]);
});

test('a long one is cut; values beyond one are clipped', () => {
  expect([...fitLength(Float32Array.of(0.25, 2, -3, 1), 3)]).toEqual([0.25, 1, -1]);
});
