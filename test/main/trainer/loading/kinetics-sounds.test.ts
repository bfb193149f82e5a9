import { cpSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DataReport } from '../../../../src/core/contract/data.ts';
import type { HostBatch } from '../../../../src/core/data/dataset.ts';
import type { DatasetDefinition } from '../../../../src/core/data/definition.ts';
import { KINETICS_CLASSES } from '../../../../src/core/data/lists/kinetics-list.ts';
import { checkSet } from '../../../../src/main/trainer/jobs/browse/check.ts';
import { viewSample } from '../../../../src/main/trainer/jobs/browse/view-sample.ts';
import { detectLayout } from '../../../../src/main/trainer/loading/detect-layout.ts';
import { kineticsSoundsLoader } from '../../../../src/main/trainer/loading/kinetics-sounds.ts';
import { openDataset } from '../../../../src/main/trainer/loading/open-dataset.ts';
import { codeOf, put, temporaryFolder, thrownBy } from '../../../support/small-set.ts';
import { archived, unpack } from '../../../support/unpack.ts';

const { folder, remove } = temporaryFolder();
const tree = join(folder, 'tree');
const cacheFolder = join(folder, 'cache');
const defects = archived('kinetics/defects.zip');
const FIRST = '-3Mwkq-7TV4_2';

let definition: DatasetDefinition;
beforeAll(async () => {
  unpack('kinetics/tree.zip', tree);
  definition = await detectLayout(tree);
});
afterAll(remove);

/** A copy of the tree with other files in it. */
let copies = 0;
function copyWith(files: Readonly<Record<string, string | Uint8Array>>): DatasetDefinition {
  const root = join(folder, `copy-${copies++}`);
  cpSync(tree, root, { recursive: true });
  for (const [name, content] of Object.entries(files)) put(join(root, name), content);
  return { ...definition, root };
}

const codesOf = ({ problems }: DataReport, severity: 'error' | 'warning'): string[] =>
  problems.filter((problem) => problem.severity === severity).map(({ code }) => code);

describe('as the official loaders read it', () => {
  test('clips without features, with three frames and without a folder of frames are left out, each told as a warning', async () => {
    const report = await checkSet(definition, {});
    expect(codesOf(report, 'error')).toEqual([]);
    expect(report.problems.filter(({ code }) => code === 'data.clip-left-out').map(({ sample, line }) => [sample, line])).toEqual(
      [
        ['8noFeatures_3', 7],
        ['9threeFrames_1', 8],
        ['Anoframes_44', 4],
      ],
    );
    const counts = report.problems.filter(({ code }) => code === 'data.clips-left-out').map(({ message }) => message);
    expect(counts).toHaveLength(2);
    expect(counts[0]).toMatch(/^2 of the 8 clips of the training list .*1 without features; 1 with no more than 3 frames/);
    expect(counts[1]).toMatch(/^1 of the 4 clips of the test list .*1 without a folder of frames/);
  });

  test('both forms of the lists give the same set', async () => {
    const published = { ...definition, trainList: 'my_train.txt', testList: 'my_test.txt' } as DatasetDefinition;
    const [one, other] = [
      await kineticsSoundsLoader.scan(definition as never, {}),
      await kineticsSoundsLoader.scan(published as never, {}),
    ];
    expect([one.classes, one.train, one.test]).toEqual([other.classes, other.train, other.test]);
    expect(one.classes).toEqual(KINETICS_CLASSES);
    expect([...one.train.labels]).toEqual([29, 29, 5, 5, 12, 12]);
    expect([...one.test.labels]).toEqual([12, 5, 29]);
  });

  test('float64, Fortran order and big-endian files give the values that float32 would', async () => {
    const dataset = await openDataset(definition, { cacheFolder, workers: 1 });
    const request = { seed: 0, epoch: 0, batch: 8, training: false };
    let audio: HostBatch['inputs'][string] | undefined;
    for await (const { inputs } of dataset.batches(dataset.train, { ...request, modalities: ['audio'] })) audio = inputs['audio'];
    await dataset.close();
    expect(audio?.shape).toEqual([6, 1024, 128, 1]);
    for (let row = 0; row < 6; row++) {
      // The last rows are padding: 4.503877 / 10.282552 = 0.43801; the first ones are not.
      expect(audio?.data[row * 1024 * 128 + 1023 * 128]).toBeCloseTo(0.43801, 5);
      expect(audio?.data[row * 1024 * 128]).not.toBeCloseTo(0.43801, 3);
    }
  });

  test('evaluation takes frames by the middle rule, and a short clip gives its first frame three times', async () => {
    const filesOf = async (name: string): Promise<unknown> => {
      const { modalities } = await viewSample(definition, name);
      const video = modalities.find(({ kind }) => kind === 'frames');
      return video?.kind === 'frames' ? video.files : null;
    };
    expect(await filesOf('5hh_oVoutFs_2')).toEqual(['frame_00001.jpg', 'frame_00004.jpg', 'frame_00007.jpg']); // ten frames
    expect(await filesOf('7nE03ePMHI8_29')).toEqual(['frame_00001.jpg', 'frame_00001.jpg', 'frame_00001.jpg']); // four
  });

  test('features are looked at with time along the rows, without a sound', async () => {
    const { modalities } = await viewSample(definition, FIRST);
    expect(modalities[0]).toMatchObject({
      kind: 'spectrogram',
      modality: 'audio',
      shape: [1024, 128],
      time: 'rows',
      sound: null,
    });
  });
});

describe('folders of other names', () => {
  test('are found by what they hold, and one for both splits does', async () => {
    const root = join(folder, 'renamed');
    cpSync(tree, root, { recursive: true });
    mkdirSync(join(root, 'data/frames'), { recursive: true });
    renameSync(join(root, 'train-frames-1fps/train'), join(root, 'data/frames/training'));
    renameSync(join(root, 'val-frames-1fps/test'), join(root, 'data/frames/testing'));
    cpSync(join(root, 'test_spec'), join(root, 'data/fbank'), { recursive: true });
    cpSync(join(root, 'train_spec'), join(root, 'data/fbank'), { recursive: true });
    for (const name of [
      'train_spec',
      'test_spec',
      'train-frames-1fps',
      'val-frames-1fps',
      'ks_train_overlap.txt',
      'ks_test_overlap.txt',
    ])
      rmSync(join(root, name), { recursive: true });
    renameSync(join(root, 'my_train.txt'), join(root, 'training_list.txt'));
    renameSync(join(root, 'my_test.txt'), join(root, 'val_list.txt'));
    const found = await detectLayout(root);
    expect(found).toMatchObject({
      layout: 'kinetics-sounds',
      trainList: 'training_list.txt',
      testList: 'val_list.txt',
      trainFeatures: join('data', 'fbank'),
      testFeatures: join('data', 'fbank'),
      trainFrames: join('data', 'frames', 'training'),
      testFrames: join('data', 'frames', 'testing'),
    });
    const report = await checkSet(found, {});
    expect(codesOf(report, 'error')).toEqual([]);
    expect(report.found?.counts.train.reduce((n, each) => n + each, 0)).toBe(6);
  });
});

describe('defects', () => {
  const feature = `train_spec/${FIRST}.npy`;
  const of = (name: string): Uint8Array => defects[name] ?? new Uint8Array();

  test.each([
    ['shape.npy', 'data.features-shape'],
    ['object.npy', 'data.npy-unsupported'],
    ['truncated.npy', 'data.npy-truncated'],
    ['text.npy', 'data.npy-malformed'],
  ])('%s is refused with its file before anything is prepared', async (name, code) => {
    const set = copyWith({ [feature]: of(name) });
    expect(codesOf(await checkSet(set, {}), 'error')).toEqual([code]);
    const thrown = await thrownBy(() => openDataset(set, { cacheFolder, workers: 1 }));
    expect(thrown).toMatchObject({ code, params: { file: join(set.root, feature) } });
  });

  test('values that are not numbers are counted by the check and by preparing; the rest is usable', async () => {
    const set = copyWith({ [feature]: of('nan.npy') });
    const { problems } = await checkSet(set, {});
    const [problem] = problems.filter(({ severity }) => severity === 'error');
    expect(problem).toMatchObject({ code: 'data.features-not-finite', sample: FIRST, line: 1 });
    expect(problem?.message).toContain('4 values of 131072');
    expect(await thrownBy(() => openDataset(set, { cacheFolder, workers: 1 }))).toMatchObject({
      code: 'data.features-not-finite',
      params: { values: 4, total: 131_072 },
    });
    const dataset = await openDataset({ ...set, leaveOut: [FIRST] }, { cacheFolder, workers: 1 });
    expect(dataset.train.n).toBe(5);
    await dataset.close();
  });

  test('whole numbers are features too', async () => {
    expect(codesOf(await checkSet(copyWith({ [feature]: of('integers.npy') }), {}), 'error')).toEqual([]);
  });

  test('a gap in the numbers of the frames', async () => {
    const set = copyWith({});
    rmSync(join(set.root, 'train-frames-1fps/train', FIRST, 'frame_00004.jpg'));
    const { problems } = await checkSet(set, {});
    expect(problems.find(({ severity }) => severity === 'error')).toMatchObject({ code: 'data.missing-frame', sample: FIRST });
  });

  test('labels out of range, unknown names, duplicates and bad lines: each with its line, and the rest is read', async () => {
    const list = `${FIRST},10,31\n1Zx_0dbIvfA_1,10,juggling\n0a1B2c3D4e5_10,10,29\n0a1B2c3D4e5_10,10,29\nno label\n2_foD_3s77Y_15,10,5\n`;
    const set = copyWith({ 'ks_train_overlap.txt': list });
    const report = await checkSet(set, {});
    const errors = report.problems.filter(({ severity }) => severity === 'error').map(({ code, line }) => [code, line]);
    expect(errors).toEqual(
      expect.arrayContaining([
        ['data.list-bad-row', 5],
        ['data.duplicate-stem', 4],
        ['data.label-out-of-range', 1],
        ['data.unknown-label', 2],
      ]),
    );
    expect(errors).toHaveLength(4);
    expect(report.found?.counts.train.reduce((n, each) => n + each, 0)).toBe(2);
  });

  test('a clip in both lists', async () => {
    const set = copyWith({ 'ks_test_overlap.txt': `5hh_oVoutFs_2 10 12\n${FIRST} 10 29\n` });
    cpSync(join(set.root, 'train_spec', `${FIRST}.npy`), join(set.root, 'test_spec', `${FIRST}.npy`));
    cpSync(join(set.root, 'train-frames-1fps/train', FIRST), join(set.root, 'val-frames-1fps/test', FIRST), { recursive: true });
    expect(codesOf(await checkSet(set, {}), 'error')).toEqual(['data.split-overlap']);
  });

  test('a folder that is not there, and one in which nothing is', async () => {
    const set = copyWith({});
    rmSync(join(set.root, 'test_spec'), { recursive: true });
    expect(await codeOf(() => kineticsSoundsLoader.scan(set as never, {}))).toBe('data.folder-missing');
    mkdirSync(join(set.root, 'test_spec'));
    expect(await thrownBy(() => kineticsSoundsLoader.scan(set as never, {}))).toMatchObject({
      code: 'data.all-left-out',
      params: { split: 'test', count: 4, reasons: ['4 without features'] },
    });
  });

  test('a list that is not there, is empty, or is not text', async () => {
    const set = copyWith({});
    const list = join(set.root, 'ks_train_overlap.txt');
    writeFileSync(list, '\n');
    expect(codesOf(await checkSet(set, {}), 'error')).toEqual(['data.list-without-rows']);
    writeFileSync(list, Uint8Array.of(0x61, 0xe9, 0x20, 0x31));
    expect(codesOf(await checkSet(set, {}), 'error')).toEqual(['data.list-not-utf8']);
    rmSync(list);
    expect(codesOf(await checkSet(set, {}), 'error')).toEqual(['data.list-missing']);
  });
});
