import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { CremaDOriginalDefinition, cremaDStem } from '../../../../src/core/data/crema-d-original.ts';
import { checkSet } from '../../../../src/main/trainer/jobs/browse/check.ts';
import { cremaDOriginalLoader } from '../../../../src/main/trainer/loading/crema-d-original.ts';
import { openDataset } from '../../../../src/main/trainer/loading/open-dataset.ts';
import { temporaryFolder } from '../../../support/small-set.ts';
import { unpack } from '../../../support/unpack.ts';

const { folder, remove } = temporaryFolder();
afterAll(remove);
const cacheFolder = join(folder, 'cache');
const whole = join(folder, 'whole');
const broken = join(folder, 'broken');
unpack('crema-d-original/tree.zip', whole);
unpack('crema-d-original/defects.zip', broken);

const definition = (root: string, more: object = {}): CremaDOriginalDefinition =>
  CremaDOriginalDefinition.parse({ layout: 'crema-d-original', name: 'set', root, ...more });

test('a file name says actor and emotion', () => {
  expect(cremaDStem('1001_DFA_ANG_XX')).toEqual({ actor: '1001', emotion: 'ANG' });
  expect(cremaDStem('1040_ITH_SAD_X')).toEqual({ actor: '1040', emotion: 'SAD' });
  expect(cremaDStem('notes')).toBeNull();
});

describe('splits', () => {
  test('by actor: nobody is in both, and their number is told', async () => {
    const { found } = await checkSet(definition(whole, { test: { kind: 'speaker', share: 0.4 } }), {});
    expect(found?.speakers).toEqual({ train: 3, validation: 0, test: 2 });
    expect(found?.sharedSpeakers).toBe(0);
    expect(found?.counts).toEqual({ train: [3, 3, 3, 3, 3, 3], validation: [], test: [2, 2, 2, 2, 2, 2] });
  });

  test('drawn: the actors of the test samples speak in training too', async () => {
    const { found } = await checkSet(definition(whole, { test: { kind: 'share', share: 0.2 } }), {});
    expect(found?.counts['test']).toEqual([1, 1, 1, 1, 1, 1]);
    expect(found?.sharedSpeakers).toBe(found?.speakers?.['test']);
  });

  test('by the official lists, which a folder that has them is read with', async () => {
    writeFileSync(join(whole, 'train.csv'), '1001_ITH_ANG_XX,ANG\n1002_DFA_SAD_XX,SAD\n');
    writeFileSync(join(whole, 'test.csv'), '1003_ITH_HAP_XX,HAP\n');
    const detected = await cremaDOriginalLoader.detect(whole);
    expect(detected).toMatchObject({ test: { kind: 'lists' } });
    const listed = await cremaDOriginalLoader.list(definition(whole, { test: { kind: 'lists' } }), () => undefined);
    expect([listed?.train.names, listed?.test.names]).toEqual([['1001_ITH_ANG_XX', '1002_DFA_SAD_XX'], ['1003_ITH_HAP_XX']]);
    expect(listed?.classes).toEqual(['NEU', 'HAP', 'SAD', 'FEA', 'DIS', 'ANG']);
    expect([...(listed?.train.labels ?? [])]).toEqual([5, 2]);
  });
});

describe('defects', () => {
  test('are all told with their files, and what is besides is only a warning', async () => {
    const { problems } = await checkSet(definition(broken), {});
    const told = problems.map(({ code, severity, sample, line }) => [code, severity, sample, line]);
    expect(told).toEqual(
      expect.arrayContaining([
        ['data.clip-truncated', 'error', '1076_MTI_ANG_XX', null],
        ['data.clip-missing', 'error', '1076_MTI_DIS_XX', null],
        ['data.clip-no-video', 'error', '1076_MTI_FEA_XX', null],
        ['data.clip-unreadable', 'error', '1076_MTI_HAP_XX', null],
        ['data.wav-empty', 'error', '1076_MTI_SAD_XX', null],
        ['data.clips-without-recording', 'warning', null, null],
        ['data.file-name-form', 'warning', null, null],
      ]),
    );
    expect(problems.filter(({ severity }) => severity === 'error')).toHaveLength(5);
    expect(problems.find(({ code }) => code === 'data.clip-missing')?.message).toMatch(
      /1076_MTI_DIS_XX\.flv \(found in .*AudioWAV\)/,
    );
  });

  test('left out, the rest is a set that can be opened', async () => {
    const { problems } = await checkSet(definition(broken), {});
    const leaveOut = problems.flatMap(({ sample }) => (sample === null ? [] : [sample]));
    const dataset = await openDataset(definition(broken, { leaveOut, test: { kind: 'share', share: 0.5 } }), {
      cacheFolder,
      workers: 1,
    });
    expect(dataset.train.n + dataset.test.n).toBe(7);
    await dataset.close();
  });

  test('not left out, the first is thrown, with the file', async () => {
    await expect(openDataset(definition(broken), { cacheFolder, workers: 1 })).rejects.toThrow(/1076_MTI_/);
  });

  test('a folder without recordings is told', async () => {
    const empty = join(folder, 'empty');
    unpack('crema-d-original/defects.zip', empty);
    rmSync(join(empty, 'AudioWAV'), { recursive: true });
    expect((await checkSet(definition(empty), {})).problems.map(({ code }) => code)).toContain('data.folder-missing');
    unpack('crema-d-original/defects.zip', empty);
    const { problems, found } = await checkSet(definition(empty, { audioFolder: 'VideoFlash' }), {});
    expect(problems.map(({ code, field }) => [code, field])).toContainEqual(['data.no-files', 'audioFolder']);
    expect(found).toBeNull();
  });
});

test('a preparation that was cancelled goes on where it was, and one that is whole is not made again', async () => {
  const set = definition(whole, { test: { kind: 'share', share: 0.2 } });
  const cache = join(folder, 'second');
  /** How many samples were to be prepared, both modalities counted; ended after the first part if asked for. */
  const prepared = async (isCancelled: boolean): Promise<number | null> => {
    const controller = new AbortController();
    let total: number | null = null;
    const onProgress = (progress: { readonly phase: string; readonly done: number; readonly total: number }): void => {
      if (progress.phase !== 'preparing') return;
      total ??= progress.total;
      if (isCancelled && progress.done > 0) controller.abort();
    };
    const opening = openDataset(set, { cacheFolder: cache, workers: 1, onProgress, signal: controller.signal });
    if (isCancelled) await expect(opening).rejects.toThrow(/aborted/);
    else await (await opening).close();
    return total;
  };
  expect(await prepared(true)).toBe(60);
  expect(await prepared(false)).toBe(30);
  expect(await prepared(false)).toBeNull();
});
