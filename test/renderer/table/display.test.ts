import { describe, expect, test } from 'vitest';
import { displayOf, type Line } from '../../../src/renderer/table/display.ts';

const groups = [
  { key: ['a'], count: 3 },
  { key: ['b'], count: 2 },
  { key: [null], count: 1 },
];
const word = (line: Line | null): string =>
  line === null ? '-' : line.kind === 'group' ? String(line.group.key[0]) : String(line.offset);

describe('displayOf', () => {
  test('without groups lines are runs', () => {
    const display = displayOf(3, [], () => false);
    expect([-1, 0, 2, 3].map((index) => word(display.lineAt(index)))).toEqual(['-', '0', '2', '-']);
  });

  test('heads stand before their runs', () => {
    const display = displayOf(6, groups, () => false);
    expect(display.count).toBe(9);
    expect(Array.from({ length: 10 }, (_, index) => word(display.lineAt(index)))).toEqual(
      ['a', '0', '1', '2', 'b', '3', '4', 'null', '5', '-'], // prettier-ignore
    );
  });

  test('closed groups show their head only', () => {
    const display = displayOf(6, groups, ({ key }) => key[0] !== 'b');
    expect(Array.from({ length: display.count }, (_, index) => word(display.lineAt(index)))).toEqual([
      'a',
      'b',
      '3',
      '4',
      'null',
    ]);
    expect([0, 2, 3, 4, 5].map((offset) => display.indexOf(offset))).toEqual([0, 0, 2, 3, 4]);
  });

  test('each run is found where its line is', () => {
    const many = Array.from({ length: 500 }, (_, i) => ({ key: [i], count: (i % 7) + 1 }));
    const total = many.reduce((sum, { count }) => sum + count, 0);
    const display = displayOf(total, many, () => false);
    for (let offset = 0; offset < total; offset++)
      expect(display.lineAt(display.indexOf(offset))).toEqual({ kind: 'run', offset });
  });
});
