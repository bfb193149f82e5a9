import { cpSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DataReport } from '../../../../src/core/contract/data.ts';
import type { Dataset } from '../../../../src/core/data/dataset.ts';
import type { DatasetDefinition } from '../../../../src/core/data/definition.ts';
import { checkSet } from '../../../../src/main/trainer/jobs/browse/check.ts';
import { viewSample } from '../../../../src/main/trainer/jobs/browse/view-sample.ts';
import { detectLayout } from '../../../../src/main/trainer/loading/detect-layout.ts';
import { openDataset } from '../../../../src/main/trainer/loading/open-dataset.ts';
import { put, temporaryFolder } from '../../../support/small-set.ts';
import { archived, unpack } from '../../../support/unpack.ts';

const { folder, remove } = temporaryFolder();
const cacheFolder = join(folder, 'cache');
const [vggsound, ave] = [join(folder, 'vggsound'), join(folder, 'ave')];
let sets: Record<'vggsound' | 'ave', DatasetDefinition>;
beforeAll(async () => {
  unpack('vggsound/tree.zip', vggsound);
  unpack('ave/tree.zip', ave);
  sets = { vggsound: await detectLayout(vggsound), ave: await detectLayout(ave) };
});
afterAll(remove);

let copies = 0;
/** A copy of a tree with other files in it. */
function copyWith(set: 'vggsound' | 'ave', files: Readonly<Record<string, string | Uint8Array>>): DatasetDefinition {
  const root = join(folder, `copy-${copies++}`);
  cpSync(sets[set].root, root, { recursive: true });
  for (const [name, content] of Object.entries(files)) put(join(root, name), content);
  return { ...sets[set], root };
}

const codesOf = ({ problems }: DataReport, severity: 'error' | 'warning'): string[] =>
  problems.filter((problem) => problem.severity === severity).map(({ code }) => code);

async function soundOf(dataset: Dataset, epoch: number, training: boolean, seed = 0): Promise<Float32Array> {
  const request = { seed, epoch, batch: 16, training, modalities: ['audio'] };
  for await (const { inputs, indices } of dataset.batches(training ? dataset.train : dataset.test, request)) {
    const all = inputs['audio']?.data ?? new Float32Array();
    const each = all.length / indices.length;
    const row = indices.indexOf(0);
    return all.slice(row * each, (row + 1) * each);
  }
  return new Float32Array();
}

/** Told in a word: the difference of 80,000 numbers would be a long list. */
const isSame = (a: Float32Array, b: Float32Array): boolean => a.length === b.length && a.every((value, i) => value === b[i]);

describe('VGGSound', () => {
  const FIRST = '--0PQM4-hqg_30';
  const defects = archived('vggsound/defects.zip');

  test('classes in the order of their first clips, labels with commas and quotes; what the loader leaves out is told', async () => {
    const report = await checkSet(sets.vggsound, {});
    expect(report.found?.classes).toEqual(['waterfall burbling', 'engine accelerating, revving, vrooming', 'man saying "hello"']);
    expect(report.problems.filter(({ code }) => code === 'data.clip-left-out').map(({ sample }) => sample)).toEqual([
      '8noSound_9',
      '9threeFrames_2',
    ]);
  });

  test('each epoch hears another part of a recording, each evaluation the same', async () => {
    const dataset = await openDataset(sets.vggsound, { cacheFolder, workers: 1 });
    const [one, same, next] = [await soundOf(dataset, 0, true), await soundOf(dataset, 0, true), await soundOf(dataset, 1, true)];
    const [held, later] = [await soundOf(dataset, 0, false), await soundOf(dataset, 5, false, 7)];
    await dataset.close();
    expect(one).toHaveLength(129 * 626);
    expect([isSame(one, same), isSame(one, next), isSame(held, later)]).toEqual([true, false, true]);
  });

  test('the numbers are the same where nothing is kept on disk', async () => {
    const kept = await openDataset(sets.vggsound, { cacheFolder, workers: 1 });
    const direct = await openDataset(sets.vggsound, { cacheFolder, workers: 1, maxDecodedBytes: 0 });
    expect(isSame(await soundOf(direct, 2, true), await soundOf(kept, 2, true))).toBe(true);
    await kept.close();
    await direct.close();
  });

  test('names filled up to six digits, and frame folders without .mp4, are found', async () => {
    const set = copyWith('vggsound', {});
    const audio = join(set.root, 'train-audios/train-set');
    renameSync(join(audio, `${FIRST}.wav`), join(audio, '--0PQM4-hqg_000030.wav'));
    const frames = join(set.root, 'train-videos/train-set-img/Image-01-FPS');
    renameSync(join(frames, `${FIRST}.mp4`), join(frames, FIRST));
    const report = await checkSet(set, {});
    expect(codesOf(report, 'error')).toEqual([]);
    expect(report.problems.map(({ sample }) => sample)).not.toContain(FIRST);
    const { modalities } = await viewSample(set, FIRST);
    expect(modalities.map(({ kind }) => kind)).toEqual(['spectrogram', 'frames']);
  });

  test.each([
    ['truncated.wav', 'data.wav-truncated'],
    ['text.wav', 'data.wav-malformed'],
  ])('%s is told by the check', async (name, code) => {
    const set = copyWith('vggsound', { [`train-audios/train-set/${FIRST}.wav`]: defects[name] ?? '' });
    expect(codesOf(await checkSet(set, {}), 'error')).toEqual([code]);
  });

  test('a damaged picture, and a list without test rows', async () => {
    const frame = `train-videos/train-set-img/Image-01-FPS/${FIRST}.mp4/00000.jpg`;
    expect(codesOf(await checkSet(copyWith('vggsound', { [frame]: 'no picture' }), {}), 'error')).toEqual(['data.image-corrupt']);
    const list = '--0PQM4-hqg,30,waterfall burbling,train\n';
    expect(codesOf(await checkSet(copyWith('vggsound', { 'vggsound.csv': list }), {}), 'error')).toEqual([
      'data.list-without-split',
    ]);
  });
});

describe('AVE', () => {
  const FIRST = 'RUhOCu3LNXM';
  const feature = `audio_spec/${FIRST}.pkl`;
  const defects = archived('ave/defects.zip');

  test('classes sorted, the last line of a clip counts, what the loader leaves out is told', async () => {
    const report = await checkSet(sets.ave, {});
    expect(report.found?.classes).toEqual(['Bark', 'Church bell', 'Male speech, man speaking']);
    // The repeated clip is a church bell: 2 of each, not 3 of Bark.
    expect(report.found?.counts.train).toEqual([2, 2, 2]);
    expect(
      codesOf(report, 'warning')
        .filter((code) => code.startsWith('data.clip') || code === 'data.repeated-stem')
        .sort(),
    ).toEqual(['data.clip-left-out', 'data.clip-left-out', 'data.clips-left-out', 'data.clips-left-out', 'data.repeated-stem']);
  });

  test("the data set's own lists, with its validation list", async () => {
    const set = copyWith('ave', {});
    for (const name of ['my_train.txt', 'my_test.txt', 'stat.txt']) rmSync(join(set.root, name));
    const own = await detectLayout(set.root);
    expect(own).toMatchObject({ layout: 'ave', trainList: 'trainSet.txt', validation: { kind: 'list', file: 'valSet.txt' } });
    const report = await checkSet(own, {});
    expect(codesOf(report, 'error')).toEqual([]);
    expect([report.found?.counts.train, report.found?.counts.validation, report.found?.counts.test]).toEqual([
      [1, 2, 1],
      [1, 0, 1],
      [1, 1, 1],
    ]);
  });

  test('pickles of numpy 1 and 2, float64 and Fortran order give whole spectrograms; frames by the rule of AVDataset', async () => {
    const dataset = await openDataset(sets.ave, { cacheFolder, workers: 1 });
    const request = { seed: 0, epoch: 0, batch: 8, training: false, modalities: ['audio'] };
    for await (const { inputs } of dataset.batches(dataset.train, request)) {
      const { shape, data } = inputs['audio'] ?? { shape: [], data: new Float32Array() };
      expect(shape).toEqual([6, 257, 1004, 1]);
      // Standardised by the writer: mean 0, deviation 1. The sounds have one column everywhere, after librosa's resampling nearly so.
      for (let row = 0; row < 6; row++) {
        const one = data.subarray(row * 257 * 1004, (row + 1) * 257 * 1004);
        expect(one.reduce((n, value) => n + value, 0) / one.length).toBeCloseTo(0, 3);
        expect(Math.abs((one[100 * 1004 + 200] ?? 0) - (one[100 * 1004 + 600] ?? 9))).toBeLessThan(0.05);
      }
    }
    await dataset.close();
    const { modalities } = await viewSample(sets.ave, FIRST);
    expect(modalities[0]).toMatchObject({ shape: [257, 1004], time: 'columns', sound: null });
    expect(modalities[1]).toMatchObject({ files: ['frame_00001.jpg', 'frame_00004.jpg', 'frame_00007.jpg'] });
  });

  test.each([
    ['command.pkl', 'data.pickle-forbidden'],
    ['nan.pkl', 'data.features-not-finite'],
    ['shape.pkl', 'data.features-shape'],
    ['objects.pkl', 'data.array-not-numbers'],
    ['dict.pkl', 'data.pickle-malformed'],
    ['truncated.pkl', 'data.pickle-truncated'],
  ])('%s is refused, its file and sample told', async (name, code) => {
    const set = copyWith('ave', { [feature]: defects[name] ?? '' });
    const { problems } = await checkSet(set, {});
    expect(problems.filter(({ severity }) => severity === 'error')).toMatchObject([
      { code, sample: FIRST, file: join(set.root, feature) },
    ]);
  });

  test('a pickle that asks for os.system is refused by that name', async () => {
    const { problems } = await checkSet(copyWith('ave', { [feature]: defects['command.pkl'] ?? '' }), {});
    expect(problems.find(({ severity }) => severity === 'error')?.message).toMatch(/asks for (posix|os)\.system/);
  });
});
