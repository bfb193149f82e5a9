import { expect, test } from 'vitest';
import { deltaText } from '../../../src/renderer/panels/compare/delta-text.ts';
import { bestOf, deltaOf } from '../../../src/renderer/panels/delta.ts';

test('a difference is absolute and a share of the baseline', () => {
  expect(deltaOf(0.9, 0.6)).toEqual({ absolute: 0.30000000000000004, relative: 0.5000000000000001 });
  expect(deltaOf(1, -2)).toEqual({ absolute: 3, relative: 1.5 });
  expect(deltaOf(1, 0)).toEqual({ absolute: 1, relative: null });
  for (const missing of [null, undefined, NaN, Infinity]) expect(deltaOf(missing, 1)).toBeNull();
});

test('shares differ in percentage points', () => {
  expect(deltaText({ absolute: 0.0166, relative: 0.0184 }, true)).toBe('+1.7 pp, +1.8 %');
  expect(deltaText({ absolute: -0.2207, relative: -0.474 }, false)).toBe('−0.2207, −47.4 %');
  expect(deltaText({ absolute: 0, relative: 0 }, true)).toBe('±0.0 pp, ±0.0 %');
  expect(deltaText({ absolute: 2, relative: null }, false)).toBe('+2');
});

test('the best of some figures; all of those that are equal, none of fewer than two', () => {
  expect([...bestOf([1, 3, 3, null], false)]).toEqual([1, 2]);
  expect([...bestOf([1, 3, NaN], true)]).toEqual([0]);
  expect([...bestOf([1, null], false)]).toEqual([]);
});
