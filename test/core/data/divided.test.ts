import { describe, expect, test } from 'vitest';
import { divided, samplesOfLists } from '../../../src/core/data/divided.ts';
import type { ListEntry } from '../../../src/core/data/list.ts';
import type { ValidationSplit } from '../../../src/core/data/settings.ts';

/** Ten speakers, three classes, two takes: sixty samples. */
const entries: ListEntry[] = [...Array(10).keys()].flatMap((speaker) =>
  ['a', 'b', 'c'].flatMap((label) =>
    [1, 2].map((take) => ({ stem: `${speaker}_${label}_${take}`, label, list: 'folder', line: 0 })),
  ),
);
const speakerOf = ({ stem }: ListEntry): string => stem.split('_')[0] ?? '';
const stems = (of: readonly ListEntry[]): string[] => of.map(({ stem }) => stem);

describe('a share of the samples', () => {
  const draw = { kind: 'share', share: 0.2, seed: 0 } as const;

  test('takes it of each class, and the rest is for training', () => {
    const { train, test: held } = divided(entries, draw, speakerOf);
    // 20 samples of each of the three classes, a fifth of them: 4
    expect(['a', 'b', 'c'].map((label) => held.filter((entry) => entry.label === label).length)).toEqual([4, 4, 4]);
    expect([...stems(train), ...stems(held)].sort()).toEqual(stems(entries).sort());
  });

  test('depends on the names and the seed alone', () => {
    const once = stems(divided(entries, draw, speakerOf).test);
    expect(stems(divided([...entries].reverse(), draw, speakerOf).test).sort()).toEqual([...once].sort());
    expect(stems(divided(entries, { ...draw, seed: 1 }, speakerOf).test)).not.toEqual(once);
  });

  test('that is too small for every class takes one of all', () => {
    expect(divided(entries, { ...draw, share: 0.001 }, speakerOf).test).toHaveLength(1);
  });

  test('of a single sample leaves none to train on, and that is told', () => {
    expect(() => divided(entries.slice(0, 1), draw, speakerOf)).toThrow(expect.objectContaining({ code: 'data.split-empty' }));
  });
});

describe('a share of the speakers', () => {
  const draw = { kind: 'speaker', share: 0.3, seed: 0 } as const;

  test('puts all that they say into test, so that nobody is in both', () => {
    const { train, test: held } = divided(entries, draw, speakerOf);
    const speakers = [train, held].map((of) => new Set(of.map(speakerOf)));
    expect(speakers.map(({ size }) => size)).toEqual([7, 3]);
    expect([...(speakers[0] ?? [])].filter((name) => speakers[1]?.has(name))).toEqual([]);
    expect(held).toHaveLength(18);
  });

  test('and of those in training some for validation, again whole', () => {
    const lists = divided(entries, draw, speakerOf);
    const validation: ValidationSplit = { kind: 'speaker', speakers: [], share: 0.3, seed: 0 };
    const samples = samplesOfLists({ ...lists, validation: null }, { classes: [], validation }, speakerOf);
    const named = [samples.train, samples.validation, samples.test].map(
      (split) => new Set(split?.names.map((name) => name.split('_')[0])),
    );
    expect(named.map(({ size }) => size)).toEqual([5, 2, 3]);
    expect(new Set(named.flatMap((names) => [...names])).size).toBe(10);
    expect(samples.classes).toEqual(['a', 'b', 'c']);
  });
});
