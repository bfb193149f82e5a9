import { describe, expect, test } from 'vitest';
import { parseAveClasses, parseAveList } from '../../../../src/core/data/lists/ave-list.ts';
import type { About } from '../../../../src/core/data/report.ts';
import { thrownBy } from '../../../support/small-set.ts';

const encoded = (text: string): Uint8Array => new TextEncoder().encode(text);
const parsed = (text: string) => parseAveList('ave.txt', encoded(text)).map(({ stem, label, line }) => [stem, label, line]);

describe('lists of AVE', () => {
  test("the data set's own form, with or without its first line; categories hold commas", () => {
    const body = 'Church bell&RUhOCu3LNXM&good&0&10\nMale speech, man speaking&vx-5-3ip&bad&2&8\n';
    expect(parsed(body)).toEqual([
      ['RUhOCu3LNXM', 'Church bell', 1],
      ['vx-5-3ip', 'Male speech, man speaking', 2],
    ]);
    expect(parsed(`Category&VideoID&Quality&StartTime&EndTime\n${body}`).map(([stem, , line]) => [stem, line])).toEqual([
      ['RUhOCu3LNXM', 2],
      ['vx-5-3ip', 3],
    ]);
  });

  test('as AVDataset reads it: class and id, quoted where the class has a comma', () => {
    expect(parsed('Church bell,RUhOCu3LNXM\n"Male speech, man speaking",vx-5-3ip\n')).toEqual([
      ['RUhOCu3LNXM', 'Church bell', 1],
      ['vx-5-3ip', 'Male speech, man speaking', 2],
    ]);
  });

  test('a repeated clip has the last label, in the last place, and a warning', () => {
    const told: [string, About | undefined][] = [];
    const entries = parseAveList('a.txt', encoded('Bark,x\nGoat,y\nHorn,x\n'), ({ code }, about) => told.push([code, about]));
    expect(entries.map(({ stem, label, line }) => [stem, label, line])).toEqual([
      ['y', 'Goat', 2],
      ['x', 'Horn', 3],
    ]);
    expect(told).toEqual([['data.repeated-stem', { severity: 'warning' }]]);
    // Nobody asks: no fault.
    expect(parsed('Bark,x\nHorn,x\n')).toEqual([['x', 'Horn', 2]]);
  });

  test.each([['x'], ['Bark&x'], ['Bark,a/b']])('the line %j is refused', async (line) => {
    const list = line.includes('&') ? `Goat&y&good&0&10\n${line}` : `Goat,y\n${line}`;
    expect(await thrownBy(() => parsed(list))).toMatchObject({ code: 'data.list-bad-row', params: { line: 2 } });
  });

  test('class names of stat.txt, sorted', () => {
    expect(parseAveClasses('stat.txt', encoded('Goat,188\n"Male speech, man speaking",3\nBark,5\n'))).toEqual([
      'Bark',
      'Goat',
      'Male speech, man speaking',
    ]);
  });
});
