import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { CMU_MOSI_FOLDS, parseFolds } from '../../../../../src/core/data/mosi-folds.ts';
import { MosiSdkDefinition } from '../../../../../src/core/data/mosi-sdk.ts';
import { checkSet } from '../../../../../src/main/trainer/jobs/browse/check.ts';
import { viewSample } from '../../../../../src/main/trainer/jobs/browse/view-sample.ts';
import { openDataset } from '../../../../../src/main/trainer/loading/open-dataset.ts';
import { resolveDataArgument } from '../../../../../src/main/trainer/loading/resolve-data-argument.ts';
import { temporaryFolder } from '../../../../support/small-set.ts';

const fixtures = join(import.meta.dirname, '../../../../fixtures/csd');
const tree = join(fixtures, 'tree');
const { folder, remove } = temporaryFolder();
afterAll(remove);
const cacheFolder = join(folder, 'cache');

interface Expected {
  readonly steps: number;
  readonly samples: Record<string, Record<'text' | 'audio' | 'vision', number[]> & { words: number; score: number }>;
}
/** What the SDK's procedure gives, worked out with numpy (fixtures/csd/make.py). */
const expected = JSON.parse(readFileSync(join(fixtures, 'expected.json'), 'utf8')) as Expected;
const said = Object.fromEntries(
  Object.entries(expected.samples).filter(([id, { words }]) => words > 0 && !id.startsWith('notInAnyFold')),
);

const resolved = async (path: string): Promise<MosiSdkDefinition> =>
  MosiSdkDefinition.parse({ ...(await resolveDataArgument(path, { cacheFolder })), steps: expected.steps });

describe('the .csd files of the CMU SDK', () => {
  test('are found by their names, the standard split is the default', async () => {
    expect(await resolveDataArgument(tree, { cacheFolder })).toMatchObject({
      layout: 'mosi-sdk',
      text: 'CMU_MOSI_TimestampedWordVectors.csd',
      audio: 'CMU_MOSI_COVAREP.csd',
      vision: 'CMU_MOSI_Visual_Facet_42.csd',
      labels: 'CMU_MOSI_Opinion_Labels.csd',
      words: 'CMU_MOSI_TimestampedWords.csd',
      folds: '',
      steps: 50,
    });
  });

  test("give what the SDK's procedure gives: words with the mean of sound and vision, zeros in front", async () => {
    const set = await openDataset(await resolved(tree), { cacheFolder, workers: 2 });
    expect([set.train.n, set.validation?.n, set.test.n]).toEqual([6, 3, 5]);
    let compared = 0;
    for (const split of [set.train, set.validation, set.test])
      for await (const { inputs, indices, labels } of set.batches(split ?? set.test, {
        seed: 0,
        epoch: 0,
        batch: 4,
        training: false,
      }))
        for (const [row, index] of indices.entries()) {
          const own = said[split?.names[index] ?? ''];
          expect(labels[row]).toBe((own?.score ?? 0) > 0 ? 1 : 0);
          for (const id of ['text', 'audio', 'vision'] as const) {
            const { data, shape } = inputs[id] ?? { data: new Float32Array(), shape: [] };
            const length = (shape[1] ?? 0) * (shape[2] ?? 0);
            const values = data.subarray(row * length, (row + 1) * length);
            expect(values).toHaveLength(own?.[id].length ?? -1);
            const worst = Math.max(...values.map((value, i) => Math.abs(value - (own?.[id][i] ?? NaN))));
            expect(worst).toBeLessThan(1e-6);
            compared++;
          }
        }
    await set.close();
    expect(compared).toBe(3 * Object.keys(said).length);
  });

  test('a check tells what is left out and replaced, as warnings, and how many videos are in each split', async () => {
    const { problems, found } = await checkSet(await resolved(tree), {});
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(problems.map(({ code, message }) => `${code} ${message}`)).toEqual([
      expect.stringMatching(/videos-without-split.*1 video in no split.*notInAnyFold/),
      expect.stringMatching(/videos-incomplete.*1 video not in all files.*Jkswaaud0hk.*Facet_42\.csd lacks/),
      expect.stringMatching(/samples-without-text.*2 samples without a word.*_dI--eQ6qVU\[3\]/),
      expect.stringMatching(/values-not-finite.*COVAREP\.csd: audio holds/),
      expect.stringMatching(/values-not-finite.*Facet_42\.csd: vision holds/),
    ]);
    expect(found?.speakers).toEqual({ train: 2, validation: 1, test: 2 });
  });

  test('a sample shows its words beside its steps', async () => {
    const { modalities, problems } = await viewSample(await resolved(tree), '0h-zjBukYpk[1]');
    const [text] = modalities;
    const words = text?.kind === 'sequence' ? (text.words ?? []) : [];
    const count = Math.min(expected.steps, said['0h-zjBukYpk[1]']?.words ?? 0);
    expect(problems).toEqual([]);
    expect(words.filter((word) => /^w\d+$/.test(word))).toHaveLength(count);
    expect(words.slice(0, expected.steps - count).every((word) => word === '')).toBe(true);
  });

  test('a file of folds names other splits', async () => {
    const root = join(folder, 'folds');
    cpSync(tree, root, { recursive: true });
    const lists =
      "standard_train_fold=['notInAnyFold']\nstandard_valid_fold=['_dI--eQ6qVU']\nstandard_test_fold=['tmZoasNr4rU']\n";
    writeFileSync(join(root, 'cmu_mosei_std_folds.py'), lists);
    const definition = await resolved(root);
    expect(definition.folds).toBe('cmu_mosei_std_folds.py');
    const { found } = await checkSet(definition, {});
    expect(found?.speakers).toEqual({ train: 1, validation: 1, test: 1 });
    writeFileSync(join(root, 'cmu_mosei_std_folds.py'), 'nothing of the kind');
    expect((await checkSet(definition, {})).problems).toMatchObject([{ code: 'data.folds-unreadable' }]);
  });
});

test('folds are read as text, in Python or JSON', () => {
  expect(parseFolds("a_train = ['x', 'y']\ndev_fold=[\"z\"]\ntest=['w']")).toEqual({
    train: ['x', 'y'],
    validation: ['z'],
    test: ['w'],
  });
  expect(parseFolds('{"train": ["x"], "valid": [], "test": ["y"]}')).toEqual({ train: ['x'], validation: [], test: ['y'] });
  expect(parseFolds('{"train": ["x"]}')).toBeNull();
  expect(Object.values(CMU_MOSI_FOLDS).map((videos: readonly string[]) => videos.length)).toEqual([52, 10, 31]);
});

describe('defects of a file', () => {
  test.each([
    ['cut', 'data.csd-unreadable', /it is cut off/],
    ['page', 'data.csd-unreadable', /web page/],
    ['no-data', 'data.csd-missing', /has no <name>\/data; there is COVAREP/],
    ['no-intervals', 'data.csd-missing', /has no COVAREP\/data\/03bSnISJMiM\/intervals; there is features/],
    ['other-rows', 'data.csd-shape', /expected \[30, features\]/],
    ['words-as-sound', 'data.csd-shape', /numbers/],
  ])('%s is told with the file and what was found', async (name, code, message) => {
    const root = join(folder, name);
    cpSync(tree, root, { recursive: true });
    cpSync(join(fixtures, 'bad', `${name}.csd`), join(root, 'CMU_MOSI_COVAREP.csd'));
    const definition = await resolved(root);
    const opening = openDataset(definition, { cacheFolder, workers: 1 });
    await expect(opening).rejects.toThrow(expect.objectContaining({ code }));
    await expect(opening).rejects.toThrow(message);
    await expect(opening).rejects.toThrow('CMU_MOSI_COVAREP.csd');
    const { problems } = await checkSet(definition, {});
    expect(problems.filter(({ severity }) => severity === 'error').map((problem) => problem.code)).toContain(code);
  });

  test('a file that is not there', async () => {
    const root = join(folder, 'absent');
    cpSync(tree, root, { recursive: true });
    const definition = await resolved(root);
    rmSync(join(root, 'CMU_MOSI_COVAREP.csd'));
    await expect(openDataset(definition, { cacheFolder, workers: 1 })).rejects.toThrow(/CMU_MOSI_COVAREP\.csd does not exist/);
  });
});
