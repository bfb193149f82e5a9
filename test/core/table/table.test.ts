import { describe, expect, test } from 'vitest';
import type { Cell, RunFilter } from '../../../src/core/contract/runs.ts';
import { parseColumn } from '../../../src/core/table/column-id.ts';
import { passes, somePasses } from '../../../src/core/table/filter.ts';
import { sortRows } from '../../../src/core/table/order.ts';
import { generator, range } from '../../main/store/support.ts';

describe('the order of rows', () => {
  const sortBy = (cells: readonly Cell[], isDescending = false): Cell[] =>
    sortRows(range(0, cells.length), [{ cells, isDescending }]).map((row) => cells[row] ?? null);

  test('numbers by size, infinity among them; what is missing last in both directions', () => {
    const cells = [2, null, -Infinity, NaN, 10, Infinity];
    expect(sortBy(cells)).toEqual([-Infinity, 2, 10, Infinity, null, NaN]);
    expect(sortBy(cells, true)).toEqual([Infinity, 10, 2, -Infinity, null, NaN]);
  });

  test('texts as people read them, empty ones last', () => {
    expect(sortBy(['run 10', '', 'Run 9', 'alpha', 'run 9'])).toEqual(['alpha', 'run 9', 'Run 9', 'run 10', ''].sort(byReading));
    expect(sortBy(['b', '', 'a'], true)).toEqual(['b', 'a', '']);
  });
  const byReading = (a: string, b: string): number =>
    a === ''
      ? 1
      : b === ''
        ? -1
        : new Intl.Collator('en', { numeric: true, sensitivity: 'base' }).compare(a, b) || (a < b ? -1 : 1);

  test('numbers before texts where a column has both', () => {
    expect(sortBy(['off', 1e300, 'auto', -3])).toEqual([-3, 1e300, 'auto', 'off']);
    expect(sortBy(['off', 1e300, 'auto', -3], true)).toEqual(['off', 'auto', 1e300, -3]);
  });

  test('a second key decides where the first is equal, and else rows keep their order', () => {
    const method = { cells: ['b', 'a', 'b', 'a', 'a'], isDescending: false };
    const accuracy = { cells: [1, 2, 3, 2, null], isDescending: true };
    expect(sortRows([0, 1, 2, 3, 4], [method, accuracy])).toEqual([1, 3, 4, 2, 0]);
    expect(sortRows([4, 3, 2, 1, 0], [method])).toEqual([4, 3, 1, 2, 0]);
  });

  test('chance: sorted as a plain comparison sorts', () => {
    const random = generator(8);
    const cells = range(0, 500).map((): number => Math.floor(random() * 40) - 20);
    const plain = range(0, 500).sort((a, b) => (cells[b] ?? 0) - (cells[a] ?? 0) || a - b);
    expect(sortRows(range(0, 500), [{ cells, isDescending: true }])).toEqual(plain);
  });
});

describe('filters', () => {
  const fits = (cell: Cell, test: RunFilter['test'], value: RunFilter['value'] = null): boolean => passes(cell, { test, value });

  test.each<[Cell, RunFilter['test'], RunFilter['value'], boolean]>([
    ['RedReg', 'is', 'redreg', true],
    ['redreg', 'is', 'red', false],
    ['redreg', 'contains', 'DRE', true],
    [0.5, 'is', '0.5', true],
    [0.5, 'is', 0.25, false],
    [0, 'is', '', false],
    [null, 'is', null, true],
    ['a', 'is-not', 'b', true],
    [3, 'one-of', [1, 3], true],
    ['x', 'one-of', ['y', 'X'], true],
    [12, 'contains', '2', true],
    [1, 'below', 1, false],
    [1, 'at-most', 1, true],
    [1, 'above', '0.5', true],
    [1, 'at-least', 1.5, false],
    [NaN, 'below', 1, false],
    [null, 'below', 1, false],
    ['5', 'below', 9, false],
    [-Infinity, 'below', 1, true],
    [1, 'below', 'x', false],
    [NaN, 'is-empty', null, true],
    ['', 'is-empty', null, true],
    [0, 'is-not-empty', null, true],
  ])('%j %s %j: %j', (cell, test, value, expected) => {
    expect(fits(cell, test, value)).toBe(expected);
  });

  test('of several words each counts for itself', () => {
    const tags = ['baseline', 'quick'];
    expect(somePasses(tags, { test: 'is', value: 'quick' })).toBe(true);
    expect(somePasses(tags, { test: 'is', value: 'baseline, quick' })).toBe(false);
    expect(somePasses(tags, { test: 'is-not', value: 'quick' })).toBe(false);
    expect(somePasses([], { test: 'is-not', value: 'quick' })).toBe(true);
    expect(somePasses([], { test: 'is-empty', value: null })).toBe(true);
    expect(somePasses(tags, { test: 'is-empty', value: null })).toBe(false);
  });
});

test.each([
  ['name', { kind: 'field', field: 'name' }],
  ['config:links.co-information-gate.from', { kind: 'config', path: ['links', 'co-information-gate', 'from'] }],
  ['metric:test:best:modality.audio', { kind: 'metric', split: 'test', which: 'best', figure: 'modality.audio' }],
  ['series:min:shapley/test/audio:x', { kind: 'series', of: 'min', name: 'shapley/test/audio:x' }],
  ['series:mean:loss', null],
  ['metric:test:best:speed', null],
  ['metric:test:accuracy', null],
  ['config:', null],
  ['toString', null],
  ['nothing:at:all', null],
])('the column %s', (id, expected) => {
  expect(parseColumn(id)).toEqual(expected);
});
