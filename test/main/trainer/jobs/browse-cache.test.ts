import { existsSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CacheSize } from '../../../../src/core/contract/data-cache.ts';
import type { CremaDDefinition } from '../../../../src/core/data/crema-d.ts';
import type { DatasetDefinition } from '../../../../src/core/data/definition.ts';
import { presetDefinition } from '../../../../src/core/data/preset.ts';
import { removeCache } from '../../../../src/main/trainer/jobs/browse/cache-remove.ts';
import { cacheSize } from '../../../../src/main/trainer/jobs/browse/cache-size.ts';
import { prepareSet } from '../../../../src/main/trainer/jobs/browse/prepare.ts';
import { preparedFolder } from '../../../../src/main/trainer/loading/shards.ts';
import { smallSet, temporaryFolder, thrownBy, TRAIN } from '../../../support/small-set.ts';
import { wavFile } from '../../../support/wav.ts';

let place: ReturnType<typeof temporaryFolder>;
let definition: CremaDDefinition;
const at = (...path: string[]): string => join(place.folder, ...path);
const cache = (): string => at('cache');
const size = (one: DatasetDefinition = definition): Promise<CacheSize> => cacheSize(one, cache(), {});
const prepare = (one: DatasetDefinition = definition): Promise<unknown> => prepareSet(one, cache(), {});
const files = (one: DatasetDefinition = definition): string[] => {
  const folder = preparedFolder(cache(), one);
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
};
const bytes = (names: readonly string[]): number => names.reduce((total, name) => total + statSync(name).size, 0);

beforeEach(async () => {
  place = temporaryFolder();
  definition = (await smallSet(at('set'))) as CremaDDefinition;
});
afterEach(() => place.remove());

describe('the size of what preparing writes', () => {
  // 18 samples: a spectrogram of 33 x 63 float32 each, and three pictures of 12 x 12 x 3 bytes
  const audio = 18 * 33 * 63 * 4;
  const video = 18 * 3 * 12 * 12 * 3;

  test('is told before anything is made, and nothing is', async () => {
    const { modalities, folder, otherBytes, hasRoom, freeBytes } = await size();
    expect(modalities).toMatchObject([
      { modality: 'audio', form: 'whole', bytes: audio, writtenBytes: 0, toWriteBytes: audio, samplesToPrepare: 18 },
      { modality: 'video', form: 'whole', bytes: video, writtenBytes: 0, toWriteBytes: video, samplesToPrepare: 18 },
    ]);
    for (const { seconds } of modalities) expect(seconds).toBeGreaterThan(0);
    expect({ folder, otherBytes, hasRoom }).toEqual({
      folder: preparedFolder(cache(), definition),
      otherBytes: 0,
      hasRoom: true,
    });
    expect(freeBytes).toBeGreaterThan(0);
    expect(existsSync(cache())).toBe(false);
  });

  test('is what the files then have, but for their heads; a damaged one is to be written again', async () => {
    await prepare();
    const { modalities } = await size();
    const names = files();
    expect(modalities).toMatchObject([
      { writtenBytes: bytes(names.filter((name) => name.includes('audio-'))), toWriteBytes: 0, samplesToPrepare: 0, seconds: 0 },
      { writtenBytes: bytes(names.filter((name) => name.includes('video-'))), toWriteBytes: 0, samplesToPrepare: 0, seconds: 0 },
    ]);
    expect((modalities[0]?.writtenBytes ?? 0) / audio).toBeLessThan(1.01);
    writeFileSync(names.find((name) => name.includes('audio-')) ?? '', 'damaged');
    expect((await size()).modalities[0]).toMatchObject({ writtenBytes: 0, toWriteBytes: audio, samplesToPrepare: 18 });
  });

  test('is halved by float16; what other settings left is counted apart', async () => {
    await prepare();
    const half = await size({ ...definition, cachePrecision: 'float16' });
    expect(half.modalities).toMatchObject([
      { form: 'float16', bytes: audio / 2, writtenBytes: 0, toWriteBytes: audio / 2 },
      { form: 'whole', toWriteBytes: 0 },
    ]);
    expect(half.otherBytes).toBe(bytes(files().filter((name) => name.includes('audio-'))));
  });

  test('says that the disk has no room for 90 TB', async () => {
    const spectrogram = { variant: 'librosa', rate: 192_000, window: 16_384, hop: 16, seconds: 600 } as const;
    // Nor is one of 230 GB made to tell the time.
    expect(await size({ ...definition, spectrogram })).toMatchObject({ hasRoom: false, modalities: [{ seconds: null }, {}] });
  });
});

describe('removing what was prepared', () => {
  test('takes the set’s files, those of earlier settings and of presets too, and its folder', async () => {
    await prepare();
    await prepare({ ...definition, spectrogram: { ...definition.spectrogram, hop: 16 } });
    await prepare(presetDefinition(definition, 'quick'));
    const there = bytes(files());
    expect(files()).toHaveLength(4);
    expect(await removeCache(definition, [], cache(), {})).toEqual({ removedBytes: there, keptBytes: 0 });
    expect(existsSync(preparedFolder(cache(), definition))).toBe(false);
    expect(await removeCache(definition, [], cache(), {})).toEqual({ removedBytes: 0, keptBytes: 0 });
    await prepare();
    expect(files()).toHaveLength(2);
  });

  test('leaves another set alone, of the same name too, and what sets of the same folder share', async () => {
    const elsewhere = { ...(await smallSet(at('elsewhere', 'set'))), name: definition.name };
    const finer: CremaDDefinition = { ...definition, name: 'finer', spectrogram: { ...definition.spectrogram, hop: 16 } };
    for (const each of [definition, elsewhere, finer]) await prepare(each);
    const theirs = files(elsewhere);
    const { removedBytes, keptBytes } = await removeCache(definition, [finer, elsewhere], cache(), {});
    expect(files(elsewhere)).toEqual(theirs);
    expect(files()).toHaveLength(2);
    expect(keptBytes).toBe(bytes(files()));
    expect(removedBytes).toBeGreaterThan(18 * 33 * 63 * 4);
    expect((await size(finer)).modalities.map(({ samplesToPrepare }) => samplesToPrepare)).toEqual([0, 0]);
    expect((await size()).modalities.map(({ samplesToPrepare }) => samplesToPrepare)).toEqual([18, 0]);
  });

  test('leaves what another process is writing now, and takes what a killed one left', async () => {
    await prepare();
    const [fresh, old] = ['a', 'b'].map((name) => join(preparedFolder(cache(), definition), `audio-${name}.shard.1.tmp`));
    for (const file of [fresh, old]) writeFileSync(file ?? '', 'half');
    utimesSync(old ?? '', 1, 1);
    expect(await removeCache(definition, [], cache(), {})).toMatchObject({ keptBytes: 4 });
    expect(files()).toEqual([fresh]);
  });

  test('works where the set’s own files are gone', async () => {
    await prepare();
    rmSync(at('set'), { recursive: true });
    expect((await removeCache(definition, [], cache(), {})).keptBytes).toBe(0);
    expect(files()).toEqual([]);
  });

  test('takes only what it knows to be its own where a set that shares the folder cannot be read', async () => {
    await prepare();
    const finer = { ...definition, spectrogram: { ...definition.spectrogram, hop: 16 } };
    await prepare(finer);
    await removeCache(definition, [{ ...finer, trainList: 'gone.csv' }], cache(), {});
    // What the unreadable set may use is left: the finer spectrograms.
    expect((await size(finer)).modalities.map(({ samplesToPrepare }) => samplesToPrepare)).toEqual([0, 18]);
  });
});

test('a page gets one sample at fault in the form in which it gets many, so that it can be left out', async () => {
  const [stem = ''] = TRAIN;
  const wav = at('set', 'AudioWAV', `${stem}.wav`);
  writeFileSync(wav, wavFile([0.1, Number.NaN], { bits: 32, codec: 3 }));
  utimesSync(wav, 1, 1);
  const problem = { code: 'data.wav-not-finite', sample: stem, file: wav, list: at('set', 'train.csv'), line: 1 };
  expect(await thrownBy(prepare)).toMatchObject({
    code: 'data.samples-at-fault',
    params: { count: 1, problems: [problem] },
  });
  await prepare({ ...definition, leaveOut: [stem] });
});
