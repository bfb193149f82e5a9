import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { FolderDefinition } from '../../../../src/core/data/folder.ts';
import { checkSet } from '../../../../src/main/trainer/jobs/browse/check.ts';
import { viewSample } from '../../../../src/main/trainer/jobs/browse/view-sample.ts';
import { folderLoader } from '../../../../src/main/trainer/loading/folder.ts';
import { openDataset } from '../../../../src/main/trainer/loading/open-dataset.ts';
import { temporaryFolder } from '../../../support/small-set.ts';
import { unpack } from '../../../support/unpack.ts';

const { folder, remove } = temporaryFolder();
afterAll(remove);
const cacheFolder = join(folder, 'cache');

/** The archive unpacked into a folder of its own. */
function tree(archive: string, name = archive): string {
  const root = join(folder, name);
  unpack(`folder/${archive}.zip`, root);
  return root;
}

async function detected(root: string): Promise<FolderDefinition> {
  const found = await folderLoader.detect(root);
  if ('missing' in found) throw new Error(`not found: ${found.missing.join()}`);
  return found;
}

describe('clips in class folders', () => {
  test('are samples named by class and file, a share of each class for test', async () => {
    const definition = await detected(tree('clips'));
    expect(definition).toMatchObject({ clips: '', sound: { kind: 'clips' }, video: { kind: 'clips' }, test: { kind: 'share' } });
    const { found, problems } = await checkSet(definition, {});
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(found?.classes).toEqual(['bell', 'door', 'rain']);
    // A fifth of five, of each class
    expect([found?.counts['train'], found?.counts['test']]).toEqual([
      [4, 4, 4],
      [1, 1, 1],
    ]);
    expect(found?.durations.map(({ modality, files }) => [modality, files])).toEqual([
      ['audio', 15],
      ['video', 15],
    ]);
    const listed = await folderLoader.list(definition, () => undefined);
    expect([...(listed?.entries.keys() ?? [])].sort()[0]).toBe('bell/ann_1');
  });

  test('are divided by speaker where file names tell one', async () => {
    const definition = FolderDefinition.parse({
      ...(await detected(tree('clips'))),
      test: { kind: 'speaker', share: 0.5 },
      speakerField: 0,
    });
    const { found } = await checkSet(definition, {});
    expect(found?.speakers).toEqual({ train: 1, validation: 0, test: 1 });
    expect(found?.sharedSpeakers).toBe(0);
    const untold = FolderDefinition.parse({ ...definition, speakerField: undefined });
    expect((await checkSet(untold, {})).problems.map(({ code, field }) => [code, field])).toContainEqual([
      'data.speaker-not-told',
      'test',
    ]);
  });

  test('are divided by lists, whose names may have an ending', async () => {
    const root = tree('clips', 'listed');
    writeFileSync(join(root, 'train.csv'), 'bell/bob_0.mp4,bell\nrain/bob_0,rain\n');
    writeFileSync(join(root, 'test.csv'), 'bell/bob_2,bell\n../bob_2,bell\n');
    const definition = FolderDefinition.parse({ ...(await detected(tree('clips'))), root, test: { kind: 'lists' } });
    const { found, problems } = await checkSet(definition, {});
    expect(problems.filter(({ severity }) => severity === 'error').map(({ code, line }) => [code, line])).toEqual([
      ['data.list-bad-line', 2],
    ]);
    expect([found?.counts['train'], found?.counts['test']]).toEqual([
      [1, 1],
      [1, 0],
    ]);
  });
});

test('folders train, val and test divide the clips', async () => {
  const definition = await detected(tree('divided'));
  expect(definition).toMatchObject({ test: { kind: 'folders' }, validation: { kind: 'folder', folder: 'val' } });
  const { found, problems } = await checkSet(definition, {});
  expect(problems).toEqual([]);
  expect(found?.counts).toEqual({ train: [2, 2], validation: [1, 1], test: [1, 1] });
});

describe('parts in folders', () => {
  test('are found with their lists, and each is a modality', async () => {
    const root = tree('parts');
    const definition = await detected(root);
    expect(definition).toMatchObject({
      sound: { kind: 'files', folder: 'audio' },
      video: { kind: 'pictures', folder: 'frames' },
      image: { kind: 'files', folder: 'images' },
      sequences: ['text'],
      test: { kind: 'lists' },
    });
    const { found, problems } = await checkSet(definition, {});
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(found?.modalities).toEqual([
      { name: 'audio', shape: [257, 188, 1] },
      { name: 'video', shape: [3, 224, 224, 3] },
      { name: 'image', shape: [1, 224, 224, 3] },
      { name: 'text', shape: [6, 8] },
    ]);
    expect([found?.counts['train'], found?.counts['test']]).toEqual([
      [3, 3, 3],
      [1, 1, 1],
    ]);
  });

  test('a short sequence is filled up with zeros, a long one cut', async () => {
    const definition = FolderDefinition.parse({ ...(await detected(tree('parts'))), steps: 4 });
    const views = async (name: string) => (await viewSample(definition, name)).modalities.find(({ kind }) => kind === 'sequence');
    const [short, long] = [await views('bell0'), await views('bell3')];
    if (short?.kind !== 'sequence' || long?.kind !== 'sequence') throw new Error('no sequence is shown');
    expect([short.shape, long.shape]).toEqual([
      [4, 8],
      [4, 8],
    ]);
    // Three steps of eight features are there, around the mean 0.4
    expect([...short.values.subarray(24)]).toEqual(new Array(8).fill(0));
    expect(Math.abs((short.values[0] ?? 0) - 0.4)).toBeLessThan(0.5);
    expect(long.values.every((value) => value !== 0)).toBe(true);
  });

  test('may lie in class folders instead of lists', async () => {
    const root = tree('parts', 'classes');
    for (const part of ['audio', 'images'])
      for (const label of ['bell', 'door', 'rain']) {
        mkdirSync(join(root, part, label));
        const ending = part === 'audio' ? 'wav' : 'png';
        for (let i = 0; i < 4; i++)
          renameSync(join(root, part, `${label}${i}.${ending}`), join(root, part, label, `${label}${i}.${ending}`));
      }
    for (const name of ['frames', 'text', 'train.csv', 'test.csv']) rmSync(join(root, name), { recursive: true });
    const definition = await detected(root);
    expect(definition).toMatchObject({
      sound: { kind: 'files' },
      image: { kind: 'files' },
      video: { kind: 'none' },
      sequences: [],
    });
    const { found, problems } = await checkSet(definition, {});
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(found?.counts['test']).toEqual([1, 1, 1]);
  });

  test('that are missing or of another shape are told with the list’s line', async () => {
    const root = tree('parts', 'broken-parts');
    rmSync(join(root, 'images', 'bell1.png'));
    rmSync(join(root, 'text', 'door0.npy'));
    const { problems } = await checkSet(await detected(root), {});
    expect(problems.filter(({ severity }) => severity === 'error').map(({ code, sample, line }) => [code, sample, line])).toEqual(
      [
        ['data.picture-missing', 'bell1', 2],
        ['data.missing-features', 'door0', 4],
      ],
    );
  });
});

describe('defects', () => {
  test('are told with their files, and the rest can be used', async () => {
    const definition = await detected(tree('defects'));
    const { problems } = await checkSet(definition, {});
    const errors = problems.filter(({ severity }) => severity === 'error');
    expect(new Set(errors.map(({ code, sample }) => `${code} ${sample ?? ''}`))).toEqual(
      new Set([
        'data.clip-no-sound bell/mute',
        'data.clip-no-video bell/blind',
        'data.clip-truncated bell/cut',
        'data.clip-unreadable bell/page',
        'data.clip-empty bell/empty',
      ]),
    );
    const leaveOut = [...new Set(errors.flatMap(({ sample }) => (sample === null ? [] : [sample])))];
    const dataset = await openDataset({ ...definition, leaveOut }, { cacheFolder, workers: 1 });
    expect(dataset.train.n + dataset.test.n).toBe(6);
    await dataset.close();
  });

  test('a set without any modality, or without class folders, is told', async () => {
    const none = FolderDefinition.parse({ ...(await detected(tree('clips'))), sound: { kind: 'none' }, video: { kind: 'none' } });
    expect((await checkSet(none, {})).problems.map(({ code }) => code)).toEqual(['data.nothing-chosen']);
    const twice = FolderDefinition.parse({ ...(await detected(tree('parts'))), sequences: ['text', 'other/text'] });
    expect((await checkSet(twice, {})).problems.map(({ code }) => code)).toEqual(['data.modality-twice']);
    const empty = FolderDefinition.parse({ ...(await detected(tree('clips'))), clips: 'bell' });
    expect((await checkSet(empty, {})).problems.map(({ code, field }) => [code, field])).toEqual([['data.no-files', 'clips']]);
  });
});
