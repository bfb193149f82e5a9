import { describe, expect, test } from 'vitest';
import { classIndex, classNames, CREMA_D_CLASSES } from '../../../src/core/data/classes.ts';
import type { ListEntry } from '../../../src/core/data/list.ts';
import { thrownBy } from '../../support/small-set.ts';

const entries = (...labels: string[]): ListEntry[] =>
  labels.map((label, i) => ({ stem: `s${i}`, label, list: 'train.csv', line: i + 1 }));

describe('classNames', () => {
  test('the official order when the labels are CREMA-D emotions, even if some are absent', () => {
    expect(CREMA_D_CLASSES).toEqual(['NEU', 'HAP', 'SAD', 'FEA', 'DIS', 'ANG']);
    expect(classNames([], entries('ANG', 'HAP'), [])).toEqual([...CREMA_D_CLASSES]);
  });

  test('a seventh label beside the six is not made a class', async () => {
    const list = entries('ANG', 'DIS', 'FEA', 'HAP', 'NEU', 'SAD', 'HPY');
    const classes = classNames([], list, []);
    expect(classes).toEqual([...CREMA_D_CLASSES]);
    const thrown = await thrownBy(() => list.map((entry) => classIndex(entry, classes)));
    expect(thrown).toMatchObject({ code: 'data.unknown-label', params: { file: 'train.csv', line: 7, label: 'HPY' } });
  });

  test('other labels by value, then by name', () => {
    expect(classNames([], entries('10', '2', 'b', '1', 'a'), [])).toEqual(['1', '2', '10', 'a', 'b']);
  });

  test('given names win and keep their order', () => {
    expect(classNames(['z', 'a'], entries('a'), [])).toEqual(['z', 'a']);
  });

  test('a label seen once among classes of four and more is a slip; in a small set it is a class', () => {
    const many = entries(...'aaaabbbb');
    expect(classNames([], [...many, ...entries('c')], [])).toEqual(['a', 'b']);
    expect(classNames([], entries('a', 'a', 'b'), [])).toEqual(['a', 'b']);
    expect(classNames([], [...many, ...entries('c')], entries('c'))).toEqual(['a', 'b', 'c']);
  });

  test('a label of the test list alone is unknown', async () => {
    const classes = classNames([], entries('a', 'b'), entries('c'));
    expect(
      (await thrownBy(() => classIndex({ stem: 'x', label: 'c', list: 'test.csv', line: 3 }, classes))).params,
    ).toMatchObject({
      file: 'test.csv',
      line: 3,
      label: 'c',
      classes: ['a', 'b'],
    });
  });
});
