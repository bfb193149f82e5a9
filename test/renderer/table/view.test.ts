import { describe, expect, test } from 'vitest';
import {
  exchanged,
  filteredBy,
  grouped,
  isTableView,
  moved,
  resized,
  sortedBy,
  toggled,
  withoutFilter,
  type TableView,
} from '../../../src/renderer/table/view.ts';

const view: TableView = {
  nameWidth: 200,
  columns: ['a', 'b', 'c'].map((id) => ({ id, width: 100 })),
  sort: [],
  filters: [],
  groupBy: [],
};
const ids = ({ columns }: TableView): string => columns.map(({ id }) => id).join('');

describe('sortedBy', () => {
  test('first order, the other, none', () => {
    const once = sortedBy(view, 'a', false, true);
    const twice = sortedBy(once, 'a', false, true);
    expect(once.sort).toEqual([{ column: 'a', isDescending: true }]);
    expect(twice.sort).toEqual([{ column: 'a', isDescending: false }]);
    expect(sortedBy(twice, 'a', false, true).sort).toEqual([]);
  });

  test('another column goes before, or after with Shift', () => {
    const once = sortedBy(view, 'a', false, false);
    expect(sortedBy(once, 'b', false, true).sort).toEqual([{ column: 'b', isDescending: true }]);
    const both = sortedBy(once, 'b', true, true);
    expect(both.sort.map(({ column }) => column)).toEqual(['a', 'b']);
    expect(sortedBy(both, 'a', true, false).sort).toEqual([
      { column: 'a', isDescending: true },
      { column: 'b', isDescending: true },
    ]);
  });
});

test.each([
  ['a', 2, 'bca'],
  ['a', 1, 'bac'],
  ['c', 0, 'cab'],
  ['c', -1, 'cab'],
  ['b', 9, 'acb'],
  ['x', 0, 'abc'],
])('%s moved to %i gives %s', (id, to, order) => {
  expect(ids(moved(view, id, to))).toBe(order);
});

test('columns come at the end and go', () => {
  expect(toggled(view, 'd', 80).columns.at(-1)).toEqual({ id: 'd', width: 80 });
  expect(ids(toggled(view, 'b', 80))).toBe('ac');
});

test('last and best figures change places, with order and filters', () => {
  const before = filteredBy({ ...view, sort: [{ column: 'b', isDescending: true }] }, { column: 'b', test: 'above', value: 1 });
  const after = exchanged(before, 'b', 'c');
  expect(ids(after)).toBe('ac');
  expect(after.sort[0]?.column).toBe('c');
  expect(after.filters[0]?.column).toBe('c');
});

test('widths stay within bounds', () => {
  expect(resized(view, 'name', 3).nameWidth).toBe(56);
  expect(resized(view, 'b', 9999).columns[1]?.width).toBe(1200);
  expect(isTableView(resized(view, 'b', 9999))).toBe(true);
});

test('filters are added, replaced and taken away', () => {
  const one = filteredBy(view, { column: 'a', test: 'is', value: 1 });
  const two = filteredBy(one, { column: 'b', test: 'is', value: 2 });
  expect(filteredBy(two, { column: 'c', test: 'is', value: 3 }, 0).filters.map(({ column }) => column)).toEqual(['c', 'b']);
  expect(withoutFilter(two, 0).filters.map(({ column }) => column)).toEqual(['b']);
});

test('groups are added after one another and taken away', () => {
  expect(grouped(grouped(view, 'a'), 'b').groupBy).toEqual(['a', 'b']);
  expect(grouped(grouped(view, 'a'), 'a').groupBy).toEqual([]);
});

test.each([null, {}, { ...view, nameWidth: 3 }, { ...view, columns: [{ id: '', width: 100 }] }, { ...view, more: 1 }])(
  '%j is no view',
  (value) => expect(isTableView(value)).toBe(false),
);
