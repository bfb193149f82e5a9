import { mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ErrorParams } from '../../../../src/core/errors/catalogue.ts';
import { resolveDataArgument } from '../../../../src/main/trainer/loading/resolve-data-argument.ts';
import { lines, put, smallSet, temporaryFolder, TEST, thrownBy } from '../../../support/small-set.ts';

const { folder, remove } = temporaryFolder();
const set = join(folder, 'my-set');
const options = { cacheFolder: join(folder, 'cache') };
beforeAll(async () => {
  mkdirSync(set);
  await smallSet(set);
});
afterAll(remove);

describe('resolveDataArgument', () => {
  test('a folder in the CREMA-D layout: lists, frames, speakers and official settings', async () => {
    expect(await resolveDataArgument(set, options)).toMatchObject({
      layout: 'crema-d',
      name: basename(set),
      root: set,
      trainList: 'train.csv',
      testList: 'test.csv',
      validation: { kind: 'none' },
      speakerField: 1,
      spectrogram: { variant: 'librosa', rate: 22_050, window: 512, hop: 353, seconds: 3 },
      frames: { count: 3, size: 224, folder: 'Image-03-FPS' },
    });
  });

  test('a validation list beside the others is used', async () => {
    put(join(set, 'validation.csv'), lines(TEST.slice(0, 1)));
    expect(await resolveDataArgument(set, options)).toMatchObject({ validation: { kind: 'list', file: 'validation.csv' } });
    rmSync(join(set, 'validation.csv'));
  });

  test('the frame folder is the one that is there', async () => {
    const other = join(folder, 'four');
    mkdirSync(join(other, 'AudioWAV'), { recursive: true });
    mkdirSync(join(other, 'Image-04-FPS'));
    put(join(other, 'train.csv'), '1001_DFA_ANG_XX,ANG\n1001_DFA_HAP_XX,HAP\n');
    put(join(other, 'test.csv'), '1002_DFA_ANG_XX,ANG\n');
    expect(await resolveDataArgument(other, options)).toMatchObject({ frames: { folder: 'Image-04-FPS' }, speakerField: 0 });
  });

  test('a definition file: paths from its folder, its settings kept, name and root by default', async () => {
    const file = join(folder, 'definitions', 'mine.json');
    put(file, JSON.stringify({ layout: 'crema-d', root: '../my-set', spectrogram: { rate: 8000 }, frames: { count: 2 } }));
    expect(await resolveDataArgument(file, options)).toMatchObject({
      name: 'definitions',
      root: set,
      spectrogram: { rate: 8000, hop: 353 },
      frames: { count: 2 },
    });
    put(join(set, 'dataset.json'), JSON.stringify({ layout: 'crema-d', name: 'named' }));
    expect(await resolveDataArgument(set, options)).toMatchObject({ name: 'named', root: set });
    rmSync(join(set, 'dataset.json'));
  });

  test.each([
    ['{', 'data.definition-unreadable'],
    ['[]', 'data.definition-unreadable'],
    ['{"layout":"crema-d","frames":{"count":0}}', 'data.definition-invalid'],
    ['{"layout":"nobody"}', 'data.definition-invalid'],
  ])('the definition %s is refused', async (content, code) => {
    const file = join(folder, 'bad.json');
    put(file, content);
    expect(await thrownBy(() => resolveDataArgument(file, options))).toMatchObject({ code, params: { file } });
  });

  test('an unknown name, and a folder of something else', async () => {
    expect(await thrownBy(() => resolveDataArgument('av-digit', options))).toMatchObject({
      code: 'data.not-found',
      params: { known: ['av-digits'] },
    });
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    const thrown = await thrownBy(() => resolveDataArgument(empty, options));
    expect(thrown).toMatchObject({ code: 'data.not-a-layout', params: { folder: empty } });
    expect((thrown.params as ErrorParams<'data.not-a-layout'>).layouts[0]?.missing).toEqual(['AudioWAV', 'Image-NN-FPS']);
  });

  test('a missing or empty list has its own code already here', async () => {
    put(join(set, 'test.csv'), '');
    expect(await thrownBy(() => resolveDataArgument(set, options))).toMatchObject({
      code: 'data.list-empty',
      params: { file: join(set, 'test.csv') },
    });
    rmSync(join(set, 'test.csv'));
    expect(await thrownBy(() => resolveDataArgument(set, options))).toMatchObject({
      code: 'data.list-missing',
      params: { file: join(set, 'test.csv') },
    });
    put(join(set, 'test.csv'), lines(TEST));
  });
});
