import { describe, expect, test } from 'vitest';
import type { ListEntry } from '../../../src/core/data/list.ts';
import { splitSamples, type Samples } from '../../../src/core/data/split.ts';
import type { ValidationSplit } from '../../../src/core/data/settings.ts';
import { thrownBy } from '../../support/small-set.ts';

const entry = (stem: string, list: string, line: number): ListEntry => ({ stem, label: stem.charAt(0), list, line });
/** 30 samples of class a, 20 of b, 4 of c; speakers 0 to 4. */
const train = ['a'.repeat(30), 'b'.repeat(20), 'c'.repeat(4)]
  .flatMap((run) => [...run].map((label, i) => `${label}_${i % 5}_${i}`))
  .map((stem, i) => entry(stem, 'train.csv', i + 1));
const testList = ['a_9_0', 'b_9_1'].map((stem, i) => entry(stem, 'test.csv', i + 1));

const labelOf = ({ label }: ListEntry): number => 'abc'.indexOf(label);
const speakerOf = ({ stem }: ListEntry): string => stem.split('_')[1] ?? '';
const split = (
  validation: ValidationSplit,
  list: readonly ListEntry[] = train,
  held: readonly ListEntry[] | null = null,
): Samples => splitSamples({ train: list, test: testList, validation: held }, validation, labelOf, speakerOf);

describe('splitSamples', () => {
  test('none: no validation, lists as they are', () => {
    const { train: t, validation, test: s } = split({ kind: 'none' });
    expect(validation).toBeNull();
    expect(t.names).toEqual(train.map(({ stem }) => stem));
    expect([...s.labels]).toEqual([0, 1]);
    expect([t.split, s.split, t.n, s.n]).toEqual(['train', 'test', 54, 2]);
  });

  test('share: a fifth of each class, out of training, in list order', () => {
    const { train: t, validation } = split({ kind: 'share', share: 0.2, seed: 1 });
    const count = (names: readonly string[], label: string): number => names.filter((name) => name.startsWith(label)).length;
    // 30 / 5, 20 / 5, round(4 / 5)
    expect(['a', 'b', 'c'].map((label) => count(validation?.names ?? [], label))).toEqual([6, 4, 1]);
    expect(t.n + (validation?.n ?? 0)).toBe(54);
    expect(t.names.filter((name) => validation?.names.includes(name))).toEqual([]);
    const order = train.map(({ stem }) => stem).filter((stem) => validation?.names.includes(stem));
    expect(validation?.names).toEqual(order);
  });

  test('share: the seed decides, the order of the list does not', () => {
    const names = (seed: number, list = train): string[] =>
      [...(split({ kind: 'share', share: 0.2, seed }, list).validation?.names ?? [])].sort();
    expect(names(1)).toEqual(names(1, [...train].reverse()));
    expect(names(1)).not.toEqual(names(2));
  });

  test('share: a class too small to give half a sample gives none', () => {
    const names = split({ kind: 'share', share: 0.1, seed: 0 }).validation?.names ?? [];
    expect(names.some((name) => name.startsWith('c'))).toBe(false);
  });

  test('list: its samples leave training where they occur there', () => {
    const held = [entry('a_0_0', 'val.csv', 1), entry('b_new', 'val.csv', 2)];
    const { train: t, validation } = split({ kind: 'list', file: 'val.csv' }, train, held);
    expect(validation?.names).toEqual(['a_0_0', 'b_new']);
    expect(t.n).toBe(53);
  });

  test('speaker: named ones, or a seeded share of them, leave training whole', () => {
    const named = split({ kind: 'speaker', speakers: ['1', '3'], seed: 0 });
    expect(new Set(named.validation?.names.map((name) => name.split('_')[1]))).toEqual(new Set(['1', '3']));
    expect(named.train.names.some((name) => ['1', '3'].includes(name.split('_')[1] ?? ''))).toBe(false);
    const drawn = split({ kind: 'speaker', speakers: [], share: 0.4, seed: 3 });
    expect(new Set(drawn.validation?.names.map((name) => name.split('_')[1])).size).toBe(2);
  });

  test('a speaker nobody knows is told with those known', async () => {
    const thrown = await thrownBy(() => split({ kind: 'speaker', speakers: ['7'], seed: 0 }));
    expect(thrown).toMatchObject({ code: 'data.speaker-unknown', params: { speakers: ['7'], known: ['0', '1', '2', '3', '4'] } });
  });

  test('a stem in training and test is told with both places', async () => {
    const thrown = await thrownBy(() => split({ kind: 'none' }, [...train, entry('b_9_1', 'train.csv', 55)]));
    expect(thrown).toMatchObject({
      code: 'data.split-overlap',
      params: { stem: 'b_9_1', first: { list: 'train.csv', line: 55 }, second: { list: 'test.csv', line: 2 }, count: 1 },
    });
  });

  test('a stem in validation and test is refused too', async () => {
    const thrown = await thrownBy(() => split({ kind: 'list', file: 'val.csv' }, train, [entry('a_9_0', 'val.csv', 1)]));
    expect(thrown.code).toBe('data.split-overlap');
  });

  test('an empty training split is refused', async () => {
    const thrown = await thrownBy(() => split({ kind: 'speaker', speakers: ['0', '1', '2', '3', '4'], seed: 0 }));
    expect(thrown).toMatchObject({ code: 'data.split-empty', params: { split: 'train' } });
  });
});
