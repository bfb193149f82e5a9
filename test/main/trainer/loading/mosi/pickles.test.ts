import { cpSync, readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Dataset } from '../../../../../src/core/data/dataset.ts';
import { MosiDefinition } from '../../../../../src/core/data/mosi.ts';
import { checkSet } from '../../../../../src/main/trainer/jobs/browse/check.ts';
import { viewSample } from '../../../../../src/main/trainer/jobs/browse/view-sample.ts';
import { openDataset } from '../../../../../src/main/trainer/loading/open-dataset.ts';
import { resolveDataArgument } from '../../../../../src/main/trainer/loading/resolve-data-argument.ts';
import { temporaryFolder } from '../../../../support/small-set.ts';

const fixtures = join(import.meta.dirname, '../../../../fixtures/mosi');
const { folder, remove } = temporaryFolder();
afterAll(remove);
const cacheFolder = join(folder, 'cache');
const STEPS = 10;

const resolved = async (name: string): Promise<MosiDefinition> =>
  MosiDefinition.parse(await resolveDataArgument(join(fixtures, name), { cacheFolder }));

/** All samples of a modality, in the order of the split. */
async function rowsOf(set: Dataset, split: 'train' | 'validation' | 'test', modality: string): Promise<number[][]> {
  const rows: number[][] = [];
  for await (const { inputs } of set.batches(set[split] ?? set.test, { seed: 0, epoch: 0, batch: 5, training: false })) {
    const { data, shape } = inputs[modality] ?? { data: new Float32Array(), shape: [0] };
    const length = data.length / (shape[0] ?? 1);
    for (let i = 0; i < data.length; i += length) rows.push([...data.subarray(i, i + length)]);
  }
  return rows;
}

async function withSet<T>(definition: MosiDefinition, use: (set: Dataset) => Promise<T>): Promise<T> {
  const set = await openDataset(definition, { cacheFolder, workers: 2 });
  try {
    return await use(set);
  } finally {
    await set.close();
  }
}

interface MultiBench {
  readonly audio: Record<string, number[][]>;
  readonly counts: Record<string, [number, number]>;
  readonly scores: Record<string, number[]>;
}
const multibench = JSON.parse(readFileSync(join(fixtures, 'multibench.json'), 'utf8')) as MultiBench;
const mmsa = JSON.parse(readFileSync(join(fixtures, 'mmsa.json'), 'utf8')) as {
  audio0: number[];
  text3: string;
  vision2: number[];
};

describe.each(['mosi_data.pkl', 'mosi_raw.pkl'])("MultiBench's %s", (name) => {
  test('gives what its loader gives: zeros behind, -inf in sound 0, the sample without a word left out', async () => {
    const definition = await resolved(name);
    expect(definition).toMatchObject({ layout: 'mosi', file: name, padding: 'end', withoutText: 'leave-out' });
    await withSet(definition, async (set) => {
      expect(set.modalities).toEqual([
        { id: 'text', kind: 'sequence', shape: [STEPS, 6] },
        { id: 'audio', kind: 'sequence', shape: [STEPS, 4] },
        { id: 'vision', kind: 'sequence', shape: [STEPS, 3] },
      ]);
      expect([set.train.n, set.validation?.n, set.test.n]).toEqual([13, 6, 8]);
      const used = (multibench.audio['train'] ?? []).filter((_, row) => row !== 5);
      expect(await rowsOf(set, 'train', 'audio')).toEqual(used);
      expect(await rowsOf(set, 'validation', 'audio')).toEqual(multibench.audio['valid']);
      expect(await rowsOf(set, 'test', 'audio')).toEqual(multibench.audio['test']);
      const vision = (await rowsOf(set, 'validation', 'vision')).flat();
      expect(vision.every(Number.isFinite)).toBe(true);
      const labels = (multibench.scores['test'] ?? []).map((score) => (score > 0 ? 1 : 0));
      expect([...set.test.labels]).toEqual(labels);
    });
  });

  test('a check counts what is replaced and left out, as warnings, and the videos of each split', async () => {
    const { problems, found } = await checkSet(await resolved(name), {});
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    const told = problems.map(({ code, message }) => `${code} ${message}`);
    expect(told).toEqual([
      expect.stringMatching(/samples-without-text.* 1 sample without a word.*"train" row 5/),
      expect.stringMatching(
        /values-not-finite.*audio holds 0 missing values \(NaN\) and 3 infinite, in 2 samples.*"train" row 2/,
      ),
      expect.stringMatching(/values-not-finite.*vision holds 1 missing value \(NaN\) and 0 infinite, in 1 sample.*"valid" row 1/),
    ]);
    expect(found?.counts['validation']).toEqual(multibench.counts['valid']);
    expect(found?.speakers).toEqual({ train: 2, validation: 1, test: 2 });
  });
});

test("CMU-MOSEI's labels have emotions beside the sentiment, which is the first", async () => {
  await withSet(await resolved('mosei_senti_data.pkl'), (set) => {
    expect([...set.test.labels]).toEqual((multibench.scores['test'] ?? []).map((score) => (score > 0 ? 1 : 0)));
    return Promise.resolve();
  });
});

describe("MMSA's pickles", () => {
  test('the aligned one is as it is stored, in its own order, with its words', async () => {
    const definition = await resolved('aligned_50.pkl');
    expect(definition).toMatchObject({ padding: 'stored', withoutText: 'keep' });
    await withSet(definition, async (set) => {
      expect([set.train.n, set.validation?.n, set.test.n]).toEqual([14, 6, 8]);
      expect((await rowsOf(set, 'train', 'audio'))[0]).toEqual(mmsa.audio0);
      expect((await rowsOf(set, 'validation', 'vision'))[2]).toEqual(mmsa.vision2);
    });
    const view = await viewSample(definition, '0h-zjBukYpk$_$3');
    const [text, audio] = view.modalities;
    const words = text?.kind === 'sequence' ? (text.words ?? []).filter((word) => word !== '') : [];
    expect(words).toEqual(['[CLS]', ...mmsa.text3.split(' '), '[SEP]']);
    expect(audio).toMatchObject({ kind: 'sequence', shape: [STEPS, 4], words: null });
    expect(view.label).toMatch(/^(not )?positive \([+−]?[\d.]+\)$/);
  });

  test('the unaligned one has steps of its own in each modality', async () => {
    await withSet(await resolved('unaligned_50.pkl'), (set) => {
      expect(set.modalities.map(({ shape }) => shape)).toEqual([
        [10, 6],
        [30, 4],
        [20, 3],
      ]);
      return Promise.resolve();
    });
  });

  test('fewer steps begin at the first that is filled; more are zeros', async () => {
    const definition = await resolved('aligned_50.pkl');
    const [whole, fewer, more] = [
      await withSet(definition, (set) => rowsOf(set, 'train', 'audio')),
      await withSet({ ...definition, steps: 4 }, (set) => rowsOf(set, 'train', 'audio')),
      await withSet({ ...definition, steps: 12 }, (set) => rowsOf(set, 'train', 'audio')),
    ];
    expect(fewer).toEqual(whole.map((row) => row.slice(0, 4 * 4)));
    expect(more).toEqual(whole.map((row) => [...row, ...new Array<number>(8).fill(0)]));
  });

  test('scores of 0 can be left out, and a check says how many', async () => {
    const definition = MosiDefinition.parse({
      ...(await resolved('aligned_50.pkl')),
      scores: { kind: 'two', zero: 'leave-out' },
    });
    const { problems, found } = await checkSet(definition, {});
    const left = Object.values(found?.counts ?? {})
      .flat()
      .reduce((a, b) => a + b, 0);
    const told = problems.find(({ code }) => code === 'data.samples-at-zero');
    expect(told?.message).toContain(`: ${28 - left} samples of the score 0`);
    expect(28 - left).toBeGreaterThanOrEqual(3);
  });

  test('seven classes have their names', async () => {
    const definition = MosiDefinition.parse({ ...(await resolved('aligned_50.pkl')), scores: { kind: 'seven' } });
    await withSet(definition, (set) => Promise.resolve(expect(set.classes).toEqual(['−3', '−2', '−1', '0', '+1', '+2', '+3'])));
  });
});

describe('defects', () => {
  const bad = (name: string): MosiDefinition =>
    MosiDefinition.parse({
      layout: 'mosi',
      name,
      root: join(fixtures, 'bad'),
      file: `${name}.pkl`,
      padding: 'stored',
      withoutText: 'keep',
    });
  const opening = (definition: MosiDefinition): Promise<unknown> => openDataset(definition, { cacheFolder, workers: 1 });

  test.each([
    ['duplicates', 'data.duplicate-id', /"train", row 4.*row 1 already. 1 more rows/, 2],
    ['two-splits', 'data.id-in-two-splits', /"train" row 2 and "test" row 3/, 1],
    ['out-of-range', 'data.score-out-of-range', /"train", row 5.*score is 4\.\d.*1 more rows/, 2],
  ])('%s: told with split, row and count, and the rest can be used', async (name, code, message, rows) => {
    const definition = bad(name);
    await expect(opening(definition)).rejects.toThrow(expect.objectContaining({ code }));
    await expect(opening(definition)).rejects.toThrow(message);
    const { problems, found } = await checkSet(definition, {});
    const errors = problems.filter(({ severity }) => severity === 'error');
    expect(errors.map((problem) => problem.code)).toEqual(new Array(rows).fill(code));
    const left = Object.values(found?.counts ?? {})
      .flat()
      .reduce((a, b) => a + b, 0);
    expect(left).toBe(28 - rows);
    if (name !== 'out-of-range') return;
    const leaveOut = errors.flatMap(({ sample }) => sample ?? []);
    await withSet({ ...definition, leaveOut }, (set) => Promise.resolve(expect(set.train.n).toBe(14 - rows)));
  });

  test.each([
    ['disagree', 'data.rows-disagree', /"valid".*text 6, audio 6, vision 5/],
    ['no-vision', 'data.array-key-missing', /"test": expected vision/],
    ['flat', 'data.array-shape', /train\/audio.*\[14, 4\].*\[samples, steps, features\]/],
    ['other-width', 'data.array-shape', /test\/audio.*\[8, 10, 3\].*10 steps of 4 features/],
    ['objects', 'data.array-not-numbers', /train\/audio.*Python objects/],
    ['no-test', 'data.array-key-missing', /expected train, a dict of arrays, found train/],
  ])('%s is told once, beside its field', async (name, code, message) => {
    await expect(opening(bad(name))).rejects.toThrow(message);
    const { problems, found } = await checkSet(bad(name), {});
    expect(problems).toMatchObject([{ code, field: 'file', severity: 'error' }]);
    expect(found).toBeNull();
  });

  test('a file of that name that is none is told when its folder is chosen', async () => {
    const root = join(folder, 'page');
    cpSync(join(fixtures, '../pickle/bad/page.pkl'), join(root, 'mosi_data.pkl'));
    await expect(resolveDataArgument(root, { cacheFolder })).rejects.toThrow(/web page/);
    await expect(resolveDataArgument(join(root, 'mosi_data.pkl'), { cacheFolder })).rejects.toThrow(/web page/);
  });
});

describe('a pickle that would run something', () => {
  const evil = join(fixtures, '../pickle/bad/os-system-p5.pkl');

  test('is refused by name, as a file, and in a folder of pickles', async () => {
    const root = join(folder, 'evil');
    cpSync(evil, join(root, 'features.pkl'));
    for (const path of [evil, root, join(root, 'features.pkl')]) {
      const resolving = resolveDataArgument(path, { cacheFolder });
      await expect(resolving).rejects.toThrow(expect.objectContaining({ code: 'data.pickle-forbidden' }));
      await expect(resolving).rejects.toThrow(/posix\.system/);
    }
  });

  test('beside other things of another name it is no set of this layout', async () => {
    const root = join(folder, 'mixed');
    cpSync(evil, join(root, 'features.pkl'));
    cpSync(evil, join(root, 'a-folder/other.bin'));
    await expect(resolveDataArgument(root, { cacheFolder })).rejects.toThrow(
      expect.objectContaining({ code: 'data.not-a-layout' }),
    );
  });
});

test('another file of the same name is prepared anew, and another fingerprint', async () => {
  const root = join(folder, 'changed');
  cpSync(join(fixtures, 'aligned_50.pkl'), join(root, 'aligned_50.pkl'));
  const definition = MosiDefinition.parse(await resolveDataArgument(root, { cacheFolder }));
  const first = await withSet(definition, async (set) => [set.fingerprint, await rowsOf(set, 'train', 'text')]);
  cpSync(join(fixtures, 'bad/duplicates.pkl'), join(root, 'aligned_50.pkl'));
  utimesSync(join(root, 'aligned_50.pkl'), 1, 1);
  const leaveOut = ['0h-zjBukYpk$_$1'];
  const second = await withSet({ ...definition, leaveOut }, async (set) => [set.fingerprint, await rowsOf(set, 'train', 'text')]);
  expect(second[0]).not.toEqual(first[0]);
});
