import { expect, test } from 'vitest';
import type { ListEntry } from '../../../../src/core/data/list.ts';
import { splitSamples } from '../../../../src/core/data/split.ts';
import { AppError } from '../../../../src/core/errors/app-error.ts';
import { layoutLoader, reported, type Finder } from '../../../../src/main/trainer/loading/layout-loader.ts';
import type { ListedSet } from '../../../../src/main/trainer/loading/scanned-set.ts';
import { thrownBy } from '../../../support/small-set.ts';

const entry = (stem: string, line: number): ListEntry => ({ stem, label: 'a', list: 'train.csv', line });
const lists = { train: ['c', 'b', 'a'].map((stem, i) => entry(stem, i + 1)), test: [entry('d', 1)], validation: null };
const listed: ListedSet = {
  classes: ['a'],
  ...splitSamples(
    lists,
    { kind: 'none' },
    () => 0,
    () => 'x',
  ),
  speakerOf: () => null,
};

const modality = { id: 'audio', kind: 'spectrogram', shape: [2, 2, 1] } as const;
/** Finds every sample but those named; a closer look finds fault with those in `ugly`. */
function finder(lost: readonly string[], ugly: readonly string[] = []): Finder {
  const fault = ({ stem, list, line }: ListEntry): AppError =>
    new AppError('data.missing-wav', { file: `${stem}.wav`, list, line, count: 1 });
  return {
    plan: { kind: 'wav-spectrogram', modality, settings: {} },
    find(each: ListEntry) {
      if (lost.includes(each.stem)) throw fault(each);
      return { name: each.stem, file: `${each.stem}.wav`, bytes: 1, changedMs: 1, list: each.list, line: each.line };
    },
    look(_item: unknown, each: ListEntry) {
      if (ugly.includes(each.stem))
        throw new AppError('data.wav-empty', { file: `${each.stem}.wav`, list: each.list, line: each.line });
    },
  } as unknown as Finder;
}
const loaderOf = (...finders: Finder[]): ReturnType<typeof layoutLoader<object>> =>
  layoutLoader<object>({
    detect: () => Promise.resolve({ missing: [] }),
    list: () => Promise.resolve(listed),
    finders: () => finders,
  });

test('a scan gives the items of every modality in the order of the names', async () => {
  const { stems, sources } = await loaderOf(finder([]), finder([])).scan({}, {});
  expect(stems).toEqual(['a', 'b', 'c', 'd']);
  expect(sources.map(({ items }) => items.map(({ name }) => name))).toEqual([stems, stems]);
});

test('a scan looks at all samples before it ends with the first fault of a kind and the count of its like', async () => {
  const thrown = await thrownBy(() => loaderOf(finder(['b', 'd'])).scan({}, {}));
  expect(thrown).toMatchObject({ code: 'data.missing-wav', params: { file: 'b.wav', list: 'train.csv', line: 2, count: 2 } });
});

test('an inspector reports each fault with its sample and gives the rest', async () => {
  const problems: unknown[] = [];
  const { inspect } = await loaderOf(finder(['b']), finder([], ['c'])).inspector({}, listed, ({ code }, about) => {
    problems.push([code, about]);
  });
  const found = [];
  for (const each of listed.entries.values()) found.push([each.stem, (await inspect(each)).length]);
  expect(found).toEqual([
    ['c', 1],
    ['b', 1],
    ['a', 2],
    ['d', 2],
  ]);
  expect(problems).toEqual([
    ['data.wav-empty', { stem: 'c' }],
    ['data.missing-wav', { stem: 'b' }],
  ]);
});

test('a fault of the program itself is never taken for one of the data', async () => {
  const broken = { ...finder([]), find: () => Promise.reject(new TypeError('oh')) } as unknown as Finder;
  expect(await thrownBy(() => loaderOf(broken).scan({}, {}))).toBeInstanceOf(TypeError);
  const inspector = await loaderOf(broken).inspector({}, listed, () => undefined);
  expect(await thrownBy(() => inspector.inspect(entry('a', 1)))).toBeInstanceOf(TypeError);
});

test('a fault of a field is reported where a report is asked for, else thrown', async () => {
  const fault = new AppError('data.list-missing', { file: 'train.csv' });
  const fail = (): never => {
    throw fault;
  };
  const told: unknown[] = [];
  expect(await reported((...problem) => told.push(problem), { field: 'trainList' }, fail)).toBeNull();
  expect(told).toEqual([[fault, { field: 'trainList' }]]);
  expect(await thrownBy(() => reported(undefined, {}, fail))).toBe(fault);
});
