import { expect, test } from 'vitest';
import {
  countNotFinite,
  filledSteps,
  firstFilled,
  replaceNotFinite,
  takeLastSteps,
  takeSteps,
} from '../../../src/core/data/sequence/steps.ts';

// Five steps of two features; words at the steps 2 and 4, and a silent one between them.
const row = Float32Array.of(0, 0, 0, 0, 1, 2, 0, 0, 0, 3);

test('filled steps are found, a silent one among them counts', () => {
  expect([firstFilled(row, 2), filledSteps(row, 2, 2)]).toEqual([2, 3]);
  expect([firstFilled(new Float32Array(4), 2), filledSteps(new Float32Array(4), 2, 0)]).toEqual([-1, 0]);
});

test('steps are cut, and zeros follow the last', () => {
  expect([...takeSteps(row, 2, 2, 2)]).toEqual([1, 2, 0, 0]);
  expect([...takeSteps(row, 2, 2, 4)]).toEqual([1, 2, 0, 0, 0, 3, 0, 0]);
});

test('the last steps are taken, with zeros before them', () => {
  expect([...takeLastSteps(row, 2, 2)]).toEqual([0, 0, 0, 3]);
  expect([...takeLastSteps(Float32Array.of(1, 2), 2, 3)]).toEqual([0, 0, 0, 0, 1, 2]);
  expect([...takeLastSteps(new Float32Array(0), 2, 1)]).toEqual([0, 0]);
});

test('what is not finite is counted by kind and becomes 0', () => {
  const values = Float32Array.of(1, NaN, Infinity, -Infinity, -2);
  expect(countNotFinite(values)).toEqual({ missing: 1, infinite: 2 });
  replaceNotFinite(values);
  expect([...values]).toEqual([1, 0, 0, 0, -2]);
});
