import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CremaDDefinition } from '../../../../src/core/data/crema-d.ts';
import { openDataset } from '../../../../src/main/trainer/loading/open-dataset.ts';
import { lines, picture, put, smallSet, temporaryFolder, TEST, thrownBy, TRAIN } from '../../../support/small-set.ts';
import { tone, wavFile } from '../../../support/wav.ts';

/** Faults a user's data set can have, each with its code, file and line, and nothing half-written. */
const bad = join(import.meta.dirname, '../../../fixtures/bad');
let place: ReturnType<typeof temporaryFolder>;
let definition: CremaDDefinition;
const at = (...path: string[]): string => join(place.folder, ...path);
const wavOf = (stem: string): string => at('AudioWAV', `${stem}.wav`);

beforeEach(async () => {
  place = temporaryFolder();
  definition = await smallSet(place.folder);
});
afterEach(() => place.remove());

/** What opening ends with; the set is closed if it opens after all. */
async function fault(changes: Partial<CremaDDefinition> = {}): ReturnType<typeof thrownBy> {
  const thrown = await thrownBy(async () =>
    (await openDataset({ ...definition, ...changes }, { cacheFolder: at('cache'), workers: 1 })).close(),
  );
  expect(await leftovers()).toEqual([]);
  return thrown;
}

/** Temporary files anywhere in the cache. */
async function leftovers(): Promise<string[]> {
  const names = await readdir(at('cache'), { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.filter((name) => !name.endsWith('.shard') && name.includes('.'));
}

// Line 5 of train.csv names a_max_1.
const [FIFTH = ''] = TRAIN.slice(4);
const fifth = { list: expect.stringContaining('train.csv') as unknown, line: 5 };

describe('lists', () => {
  test('missing', async () => {
    rmSync(at('test.csv'));
    expect(await fault()).toMatchObject({ code: 'data.list-missing', params: { file: at('test.csv') } });
  });

  test('empty', async () => {
    put(at('train.csv'), '\n');
    expect(await fault()).toMatchObject({ code: 'data.list-empty', params: { file: at('train.csv') } });
  });

  test('not UTF-8', async () => {
    writeFileSync(at('train.csv'), readFileSync(join(bad, 'latin-1.csv')));
    expect(await fault()).toMatchObject({
      code: 'data.list-not-utf8',
      params: { file: at('train.csv'), line: 2, offset: 13, byte: 0xe9 },
    });
  });

  test('a duplicate stem', async () => {
    put(at('train.csv'), `${lines(TRAIN)}${FIFTH},a\n`);
    expect(await fault()).toMatchObject({
      code: 'data.duplicate-stem',
      params: { file: at('train.csv'), line: 13, firstLine: 5, stem: FIFTH },
    });
  });

  test('an unknown label, in either list', async () => {
    put(at('test.csv'), lines(TEST).replace('a_kim_0,a', 'a_kim_0,z'));
    expect(await fault()).toMatchObject({
      code: 'data.unknown-label',
      params: { file: at('test.csv'), line: 1, label: 'z', classes: ['a', 'b'] },
    });
    put(at('test.csv'), lines(TEST));
    put(at('train.csv'), lines(TRAIN).replace(`${FIFTH},a`, `${FIFTH},A`));
    expect(await fault()).toMatchObject({ code: 'data.unknown-label', params: { file: at('train.csv'), line: 5, label: 'A' } });
  });

  test('a sample in two splits', async () => {
    put(at('test.csv'), lines([...TEST, FIFTH]));
    expect(await fault()).toMatchObject({
      code: 'data.split-overlap',
      params: { stem: FIFTH, first: { line: 5 }, second: { line: 7 } },
    });
  });

  test('the folder itself missing', async () => {
    expect(await fault({ root: at('nowhere') })).toMatchObject({
      code: 'data.folder-missing',
      params: { folder: at('nowhere') },
    });
  });
});

describe('recordings', () => {
  test('missing, with the count of all that are', async () => {
    for (const stem of TRAIN.slice(4, 7)) rmSync(wavOf(stem));
    expect(await fault()).toMatchObject({ code: 'data.missing-wav', params: { ...fifth, file: wavOf(FIFTH), count: 3 } });
  });

  test('cut off', async () => {
    const whole = readFileSync(wavOf(FIFTH));
    writeFileSync(wavOf(FIFTH), whole.subarray(0, whole.length - 100));
    const params = { ...fifth, file: wavOf(FIFTH), expectedBytes: whole.length, foundBytes: whole.length - 100 };
    expect(await fault()).toMatchObject({ code: 'data.wav-truncated', params });
  });

  test('without sound', async () => {
    for (const bytes of [new Uint8Array(), wavFile([])]) {
      writeFileSync(wavOf(FIFTH), bytes);
      expect(await fault()).toMatchObject({ code: 'data.wav-empty', params: { ...fifth, file: wavOf(FIFTH) } });
    }
  });

  test('of a codec that is not read', async () => {
    writeFileSync(wavOf(FIFTH), wavFile(tone(100, 3), { codec: 2 }));
    expect(await fault()).toMatchObject({
      code: 'data.wav-unsupported',
      params: { ...fifth, file: wavOf(FIFTH), codec: 'Microsoft ADPCM' },
    });
  });

  test('no wav at all', async () => {
    writeFileSync(wavOf(FIFTH), readFileSync(join(bad, 'text.wav')));
    expect(await fault()).toMatchObject({ code: 'data.wav-malformed', params: { ...fifth, file: wavOf(FIFTH) } });
  });

  test('with a value that is not a number: found when features are prepared', async () => {
    writeFileSync(wavOf(FIFTH), wavFile([0.1, Number.NaN], { bits: 32, codec: 3 }));
    expect(await fault()).toMatchObject({ code: 'data.wav-not-finite', params: { ...fifth, file: wavOf(FIFTH), sample: 1 } });
  });
});

describe('frames', () => {
  const frame = (name: string): string => at('Image-03-FPS', FIFTH, name);

  test('folder missing', async () => {
    rmSync(at('Image-03-FPS', FIFTH), { recursive: true });
    const params = { ...fifth, folder: at('Image-03-FPS', FIFTH), count: 1 };
    expect(await fault()).toMatchObject({ code: 'data.missing-frames', params });
  });

  test('fewer than asked for; other files do not count', async () => {
    for (const name of ['00001.jpg', '00002.jpg']) rmSync(frame(name));
    put(frame('Thumbs.db'), 'x');
    const params = { ...fifth, folder: at('Image-03-FPS', FIFTH), found: 1, expected: 2, count: 1 };
    expect(await fault()).toMatchObject({ code: 'data.too-few-frames', params });
  });

  test.each(['cut off', 'damaged inside', 'empty', 'no picture'])('a JPEG that is %s', async (how) => {
    const whole = await picture(100, 64);
    const damaged = Buffer.from(whole);
    damaged.fill(0xff, whole.length - 60, whole.length - 40);
    const forms: Record<string, Uint8Array> = {
      'cut off': whole.subarray(0, whole.length - 30),
      'damaged inside': damaged,
      empty: new Uint8Array(),
      'no picture': readFileSync(join(bad, 'text.wav')),
    };
    writeFileSync(frame('00001.jpg'), forms[how] ?? '');
    expect(await fault()).toMatchObject({ code: 'data.image-corrupt', params: { ...fifth, file: frame('00001.jpg') } });
  });

  test('a JPEG damaged where pictures are decoded in each epoch is found before the first one', async () => {
    for (const name of ['00000.jpg', '00001.jpg']) writeFileSync(frame(name), 'no picture');
    const thrown = await thrownBy(() => openDataset(definition, { cacheFolder: at('cache'), workers: 2, maxDecodedBytes: 0 }));
    expect(thrown).toMatchObject({ code: 'data.image-corrupt', params: fifth });
  });
});

test('a cache folder that cannot be written is told as that', async () => {
  put(at('cache'), 'a file where the folder should be');
  const thrown = await thrownBy(async () => (await openDataset(definition, { cacheFolder: at('cache'), workers: 1 })).close());
  expect(thrown.code).toBe('data.cache-unwritable');
});
