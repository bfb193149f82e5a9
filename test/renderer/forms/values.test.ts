import { expect, test } from 'vitest';
import { isSame, shortText, valueAt, withValue } from '../../../src/renderer/forms/values.ts';
import { runName, tagsOf, templateProblem } from '../../../src/renderer/forms/run-name.ts';

test('a value is read and set by its path, in a copy', () => {
  const values = { a: { b: 1 }, c: 2 };
  expect(valueAt(values, 'a.b')).toBe(1);
  expect(valueAt(values, 'a.b.c')).toBeUndefined();
  expect(valueAt(values, 'toString')).toBeUndefined();
  expect(withValue(values, 'a.d', 3)).toEqual({ a: { b: 1, d: 3 }, c: 2 });
  expect(withValue(values, 'a.b', undefined)).toEqual({ a: {}, c: 2 });
  expect(withValue(values, 'x.y', 1)).toEqual({ ...values, x: { y: 1 } });
  expect(values).toEqual({ a: { b: 1 }, c: 2 });
});

test('sameness does not depend on the order of keys', () => {
  expect(isSame({ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 })).toBe(true);
  expect(isSame({ a: undefined }, {})).toBe(true);
  expect(isSame({ a: 0 }, { a: null })).toBe(false);
  expect(isSame([1], [1, 2])).toBe(false);
});

test('values are told in words', () => {
  expect(shortText({ kind: 'step', every: 40, factor: 0.1 })).toBe('step, every 40, factor 0.1');
  expect([shortText(null), shortText(true), shortText({}), shortText(2e-3)]).toEqual(['off', 'on', 'none', '0.002']);
});

test('a name is made by its template; an empty one is left to the program', () => {
  const parts = { method: 'redreg', data: 'av-digits', seed: 3, preset: 'quick' };
  expect(runName('{method} on {data}, seed {seed} ({preset})', parts)).toBe('redreg on av-digits, seed 3 (quick)');
  expect(runName('  ', parts)).toBeUndefined();
  expect(templateProblem('{method} {sed}')).toContain('{sed} is not known');
  expect(templateProblem('{method}')).toBeNull();
});

test('tags are parted by commas, each once', () => {
  expect(tagsOf(' a, b,,a ,c d')).toEqual(['a', 'b', 'c d']);
});
