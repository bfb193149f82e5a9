import { cpSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DataReport } from '../../../../src/core/contract/data.ts';
import type { HostBatch } from '../../../../src/core/data/dataset.ts';
import type { DatasetDefinition } from '../../../../src/core/data/definition.ts';
import { checkSet } from '../../../../src/main/trainer/jobs/browse/check.ts';
import { viewSample } from '../../../../src/main/trainer/jobs/browse/view-sample.ts';
import { detectLayout } from '../../../../src/main/trainer/loading/detect-layout.ts';
import { openDataset } from '../../../../src/main/trainer/loading/open-dataset.ts';
import { put, temporaryFolder, thrownBy } from '../../../support/small-set.ts';
import { archived, unpack } from '../../../support/unpack.ts';

const { folder, remove } = temporaryFolder();
const tree = join(folder, 'tree');
const cacheFolder = join(folder, 'cache');
const defects = archived('kinetics/defects.zip');
const FIRST = '-3Mwkq-7TV4_2';

let definition: DatasetDefinition;
beforeAll(async () => {
  unpack('kinetics/clips.zip', tree);
  definition = await detectLayout(tree);
});
afterAll(remove);

let copies = 0;
function copyWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = join(folder, `copy-${copies++}`);
  cpSync(tree, root, { recursive: true });
  for (const [name, content] of Object.entries(files)) put(join(root, name), content);
  return root;
}

const errorsOf = ({ problems }: DataReport): [string, string | null][] =>
  problems.filter(({ severity }) => severity === 'error').map(({ code, sample }) => [code, sample]);
const defect = (name: string): Uint8Array => defects[name] ?? new Uint8Array();
const total = ({ found }: DataReport): number =>
  Object.values(found?.counts ?? {})
    .flat()
    .reduce((n, each) => n + each, 0);

/** One line of features.json; see the README beside it. */
interface Reference {
  readonly name: string;
  readonly rows: number;
  readonly frames: number;
  readonly stride: number;
  readonly offset: number;
  readonly count: number;
}

describe('clips as FFmpeg and torchaudio see them', () => {
  const fixtures = join(import.meta.dirname, '../../../fixtures/kinetics');
  const { references } = JSON.parse(readFileSync(join(fixtures, 'features.json'), 'utf8')) as {
    references: readonly Reference[];
  };
  const raw = readFileSync(join(fixtures, 'features.f32'));
  const values = new Float32Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.byteLength));

  test('features of nine clips of four codecs equal those of the wav that FFmpeg makes of them', async () => {
    const dataset = await openDataset(definition, { cacheFolder, workers: 1 });
    const found = new Map<string, Float32Array>();
    const request = { seed: 0, epoch: 0, batch: 1, training: false, modalities: ['audio'] };
    for (const split of [dataset.train, dataset.test]) {
      let row = 0;
      for await (const { inputs } of dataset.batches(split, request) as AsyncIterable<HostBatch>)
        found.set(split.names[row++] ?? '', inputs['audio']?.data ?? new Float32Array());
    }
    await dataset.close();
    expect(references).toHaveLength(9);
    for (const { name, stride, offset, count, rows } of references) {
      const features = found.get(name) ?? new Float32Array();
      let worst = 0;
      for (let i = 0; i < count; i++) {
        const expected = values[offset + i] ?? Number.NaN;
        const error = Math.abs((features[i * stride] ?? Number.NaN) - expected) / Math.max(1, Math.abs(expected));
        worst = Math.max(worst, Number.isNaN(error) ? Infinity : error);
      }
      // Found: 4.4e-5. The libraries here are another build of FFmpeg than the one that made the wav.
      expect(worst, name).toBeLessThan(1e-4);
      // After the last window there is padding.
      expect(features[rows * 128]).toBeCloseTo(0.43801, 5);
    }
  });

  test('frames at one a second, chosen by the official rule', async () => {
    const { modalities } = await viewSample(definition, '5hh_oVoutFs_2');
    const [audio, video] = modalities;
    expect(audio).toMatchObject({ kind: 'spectrogram', shape: [1024, 128], time: 'rows' });
    // 1,024 windows, one every 10 ms, whatever the clip's own length is.
    expect(audio).toMatchObject({ sound: { rate: 22_050, usedSeconds: 10.24, filledWith: 'silence' } });
    expect(video?.kind === 'frames' && video.files).toHaveLength(3);
    expect(video?.kind === 'frames' && new Set(video.files).size).toBe(3);
  });
});

describe('what folders and lists say', () => {
  test('labels are the folders, whatever way the class is written', async () => {
    const dataset = await openDataset(definition, { cacheFolder, workers: 1 });
    const named = [...dataset.test.names].map((name, i) => [name, dataset.classes[dataset.test.labels[i] ?? -1]]);
    await dataset.close();
    expect(named).toEqual([
      ['6hu29nUZELQ_1', 'laughing'],
      ['5hh_oVoutFs_2', 'playing_guitar'],
      ['7nE03ePMHI8_29', 'tapping_pen'],
    ]);
  });

  test('with the published lists clips lie in any folder, under the names of the download', async () => {
    const root = copyWith({
      'my_train.txt': `${FIRST},10,29\n1Zx_0dbIvfA_1,10,5\nnotDownloaded_7,10,5\n`,
      'my_test.txt': '5hh_oVoutFs_2,10,12\n',
    });
    renameSync(join(root, 'train/laughing/1Zx_0dbIvfA_1.mp4'), join(root, 'train/laughing/1Zx_0dbIvfA_000001_000011.mp4'));
    const set = await detectLayout(root);
    expect(set).toMatchObject({ layout: 'kinetics-clips', test: { kind: 'lists', train: 'my_train.txt' } });
    const report = await checkSet(set, {});
    expect(errorsOf(report)).toEqual([]);
    expect(total(report)).toBe(3);
    expect(report.problems.filter(({ code }) => code === 'data.clip-left-out').map(({ sample }) => sample)).toEqual([
      'notDownloaded_7',
    ]);
  });

  test('without test clips a share of the training clips is drawn', async () => {
    const root = copyWith({});
    rmSync(join(root, 'test'), { recursive: true });
    const set = await detectLayout(root);
    expect(set).toMatchObject({ test: { kind: 'share' } });
    const report = await checkSet({ ...set, test: { kind: 'share', share: 0.5, seed: 1 } } as DatasetDefinition, {});
    expect(errorsOf(report)).toEqual([]);
    expect(report.found?.counts.test.reduce((n, each) => n + each, 0)).toBe(3);
  });

  test('folders of other classes give those classes', async () => {
    const root = copyWith({});
    for (const split of ['train', 'test']) renameSync(join(root, split, 'laughing'), join(root, split, 'juggling'));
    const report = await checkSet(await detectLayout(root), {});
    expect(report.found?.classes).toEqual(['juggling', 'playing guitar', 'tapping_pen']);
  });
});

describe('clips at fault', () => {
  test('one without sound, one without pictures, two cut off: each told, the rest usable', async () => {
    const root = copyWith({
      'train/laughing/silent.mp4': defect('silent.mp4'),
      'train/laughing/blind.mp4': defect('blind.mp4'),
      'train/tapping_pen/cut.mp4': defect('truncated.mp4'),
      'train/tapping_pen/empty.mp4': '',
      'train/tapping_pen/text.mp4': 'this is no clip, though it is long enough to be looked at',
    });
    const set = { ...definition, root };
    const report = await checkSet(set, {});
    const errors = errorsOf(report);
    const of = (name: string): string[] => errors.filter(([, sample]) => sample === name).map(([code]) => code);
    expect(of('silent')).toEqual(['data.clip-no-sound']);
    expect(new Set(of('cut'))).toEqual(new Set(['data.clip-truncated']));
    expect(new Set(of('empty'))).toEqual(new Set(['data.clip-empty']));
    expect(new Set(of('text'))).toEqual(new Set(['data.clip-unreadable']));
    // Its sound lasts 0.3 s, too short for four frames.
    expect(report.problems.find(({ sample }) => sample === 'blind')?.code).toBe('data.clip-left-out');
    const dataset = await openDataset({ ...set, leaveOut: ['silent', 'cut', 'empty', 'text'] }, { cacheFolder, workers: 1 });
    expect(dataset.train.n).toBe(6);
    await dataset.close();
  });

  test('a clip cut off in the middle is refused, or gives what is there of it', async () => {
    const root = copyWith({ 'train/laughing/2_foD_3s77Y_15.mkv': defect('truncated.mkv') });
    const report = await checkSet({ ...definition, root }, {});
    for (const [code, sample] of errorsOf(report)) expect([code, sample]).toEqual(['data.clip-truncated', '2_foD_3s77Y_15']);
  });

  test('a clip of too few frames is left out with its length', async () => {
    const report = await checkSet({ ...definition, leastFrames: 6 } as DatasetDefinition, {});
    expect(errorsOf(report)).toEqual([]);
    const told = report.problems.filter(({ code }) => code === 'data.clip-left-out');
    expect(told.map(({ sample }) => sample)).toEqual(['2_foD_3s77Y_15', '7nE03ePMHI8_29']);
    expect(told[0]?.message).toContain('which gives 5 frames; 6 are needed');
  });

  test('one name in two folders', async () => {
    const root = copyWith({});
    cpSync(join(root, 'train/laughing/1Zx_0dbIvfA_1.mp4'), join(root, 'train/tapping_pen/1Zx_0dbIvfA_1.mp4'));
    const set = { ...definition, root };
    const report = await checkSet(set, {});
    expect(errorsOf(report)).toEqual([['data.clip-name-twice', '1Zx_0dbIvfA_1']]);
    expect(total(report)).toBe(9);
    expect(await thrownBy(() => openDataset(set, { cacheFolder, workers: 1 }))).toMatchObject({ code: 'data.clip-name-twice' });
  });

  test('folders without a clip', async () => {
    const root = copyWith({});
    rmSync(join(root, 'test'), { recursive: true });
    mkdirSync(join(root, 'test'));
    expect(errorsOf(await checkSet({ ...definition, root }, {}))).toEqual([['data.no-files', null]]);
  });
});
