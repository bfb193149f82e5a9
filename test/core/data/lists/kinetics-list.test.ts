import { describe, expect, test } from 'vitest';
import { KINETICS_CLASSES, namedLabels, parseKineticsList } from '../../../../src/core/data/lists/kinetics-list.ts';
import type { AppError } from '../../../../src/core/errors/app-error.ts';
import { thrownBy } from '../../../support/small-set.ts';

const encoded = (text: string): Uint8Array => new TextEncoder().encode(text);
const parsed = (text: string) => parseKineticsList('ks.txt', encoded(text)).map(({ stem, label, line }) => [stem, label, line]);

describe('lists of Kinetics-Sounds', () => {
  test('as published: name, 10, label; names may begin with a dash', () => {
    expect(parsed('-3Mwkq-7TV4_2,10,23\n-74csnCOiUs_0,10,14\n')).toEqual([
      ['-3Mwkq-7TV4_2', '23', 1],
      ['-74csnCOiUs_0', '14', 2],
    ]);
  });

  test('as the loaders read ks_train_overlap.txt: the first field and the last', () => {
    expect(parsed('abc_1 train/abc_1.mp4 10 23\r\n\r\ndef_2.mp4 0\n')).toEqual([
      ['abc_1', '23', 1],
      ['def_2', '0', 3],
    ]);
  });

  test('a byte-order mark, quotes and two columns are no matter', () => {
    expect(parsed('\ufeff"a_1","playing guitar"\nb_2, 10, tap_dancing')).toEqual([
      ['a_1', 'playing guitar', 1],
      ['b_2', 'tap_dancing', 2],
    ]);
  });

  test.each([['a'], ['a,'], [',10,3'], ['../a,10,3']])('the line %j is refused with its number and the form', async (line) => {
    expect(await thrownBy(() => parsed(`ok,10,1\n${line}\n`))).toMatchObject({
      code: 'data.list-bad-row',
      params: { file: 'ks.txt', line: 2, form: 'name,10,label' },
    });
  });

  test('a duplicate names both lines; with a report the rest is read', async () => {
    const list = 'a 1\nb 2\na 3\n';
    expect(await thrownBy(() => parsed(list))).toMatchObject({ code: 'data.duplicate-stem', params: { line: 3, firstLine: 1 } });
    const told: AppError[] = [];
    expect(parseKineticsList('ks.txt', encoded(list), (problem) => told.push(problem))).toHaveLength(2);
    expect(told.map(({ code }) => code)).toEqual(['data.duplicate-stem']);
  });

  test('a list without a line names the file', async () => {
    expect(await thrownBy(() => parsed('\n \n'))).toMatchObject({ code: 'data.list-without-rows' });
  });
});

describe('labels', () => {
  const named = (label: string) =>
    namedLabels([{ stem: 'a', label, list: 'ks.txt', line: 7 }], KINETICS_CLASSES).map((entry) => entry.label);

  test('31 classes in the order of the published lists', () => {
    expect(KINETICS_CLASSES).toHaveLength(31);
    expect([...KINETICS_CLASSES].sort()).toEqual([...KINETICS_CLASSES]);
    expect(KINETICS_CLASSES.indexOf('playing_xylophone')).toBe(21);
  });

  test('an index, or a name in any writing', () => {
    expect(named('12')).toEqual(['playing_guitar']);
    expect(named('0')).toEqual(['blowing_nose']);
    expect(named('Playing Guitar')).toEqual(['playing_guitar']);
  });

  test.each([['31'], ['-1']])('%s is out of range', async (label) => {
    expect(await thrownBy(() => named(label))).toMatchObject({
      code: 'data.label-out-of-range',
      params: { file: 'ks.txt', line: 7, label, classes: 31 },
    });
  });

  test('an unknown name is told with the classes', async () => {
    expect(await thrownBy(() => named('juggling'))).toMatchObject({ code: 'data.unknown-label', params: { line: 7 } });
  });
});
