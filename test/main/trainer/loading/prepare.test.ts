import { fork } from 'node:child_process';
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { OpenDatasetOptions } from '../../../../src/core/data/dataset.ts';
import type { CremaDDefinition } from '../../../../src/core/data/crema-d.ts';
import { preparedFolder } from '../../../../src/main/trainer/loading/shards.ts';
import { openDataset } from '../../../../src/main/trainer/loading/open-dataset.ts';
import { manySet, type ManySet } from '../../../support/many-set.ts';
import { put, temporaryFolder, thrownBy } from '../../../support/small-set.ts';
import { wavFile } from '../../../support/wav.ts';

const SAMPLES = 400;
let place: ReturnType<typeof temporaryFolder>;
let set: ManySet;
const cacheFolder = (): string => join(place.folder, 'cache');
const shards = (): string[] => readdirSync(preparedFolder(cacheFolder(), set.definition)).sort();

beforeEach(async () => {
  place = temporaryFolder();
  set = await manySet(join(place.folder, 'many'), SAMPLES);
});
afterEach(() => place.remove());

const open = async (changes: Partial<CremaDDefinition> = {}, options: Partial<OpenDatasetOptions> = {}): Promise<void> => {
  const opened = await openDataset({ ...set.definition, ...changes }, { cacheFolder: cacheFolder(), workers: 2, ...options });
  await opened.close();
};

/** Samples that had to be prepared, of both modalities together. */
async function preparedBy(changes: Partial<CremaDDefinition> = {}, options: Partial<OpenDatasetOptions> = {}): Promise<number> {
  let samples = 0;
  const onProgress: OpenDatasetOptions['onProgress'] = ({ phase, total }) => {
    if (phase === 'preparing') samples = total;
  };
  await open(changes, { onProgress, ...options });
  return samples;
}

describe('samples at fault', () => {
  const notFinite = wavFile([0.1, Number.NaN], { bits: 32, codec: 3 });
  /** Replaces a file: all recordings are one file, so it is not written into. */
  const replace = (file: string, bytes: Uint8Array | string): void => {
    rmSync(file);
    writeFileSync(file, bytes);
  };

  test('are all told in one pass, with file, list and line, in the order of the samples; what is whole is prepared', async () => {
    const [first = '', second = '', third = ''] = [7, 199, 398].map((i) => set.stems[i] ?? '');
    replace(set.wavOf(third), notFinite);
    replace(set.wavOf(second), notFinite);
    replace(set.pictureOf(second), 'no picture');
    replace(set.pictureOf(first), 'no picture');
    const told: string[] = [];
    const thrown = await thrownBy(() => open({}, { onFault: ({ code }, sample) => told.push(`${sample} ${code}`) }));
    const train = join(place.folder, 'many', 'train.csv');
    const expected = [
      { code: 'data.image-corrupt', sample: first, file: set.pictureOf(first), list: train },
      { code: 'data.wav-not-finite', sample: second, file: set.wavOf(second), list: train },
      { code: 'data.image-corrupt', sample: second, file: set.pictureOf(second), list: train },
      { code: 'data.wav-not-finite', sample: third, file: set.wavOf(third), list: train },
    ];
    expect(thrown).toMatchObject({ code: 'data.samples-at-fault', params: { count: 3, of: SAMPLES } });
    const { problems } = thrown.params as { problems: { line: number }[] };
    expect(problems).toMatchObject(expected);
    expect(problems.every(({ line }) => line > 0)).toBe(true);
    expect(told.sort()).toEqual(expected.map(({ sample, code }) => `${sample} ${code}`).sort());

    // Left out, they cost the shards that they were in and no other.
    const sound = shards();
    const again = await preparedBy({ leaveOut: [first, second, third] });
    expect(again).toBeLessThan(SAMPLES);
    expect(shards()).toEqual(expect.arrayContaining(sound));
  });

  test('more than 500 are counted; one alone speaks for itself', async () => {
    replace(set.wavOf(set.stems[3] ?? ''), notFinite);
    expect((await thrownBy(() => open())).code).toBe('data.wav-not-finite');
    for (const stem of set.stems) {
      replace(set.wavOf(stem), notFinite);
      replace(set.pictureOf(stem), 'no picture');
    }
    const { code, params, message } = await thrownBy(() => open());
    expect({ code, ...(params as object) }).toMatchObject({ code: 'data.samples-at-fault', count: SAMPLES, of: SAMPLES });
    expect((params as { problems: unknown[] }).problems).toHaveLength(500);
    expect(message).toContain('400 of 400 samples');
  });

  test('are found before training where pictures are not kept either, once', async () => {
    const options = { maxDecodedBytes: 0 };
    const [stem = ''] = set.stems;
    replace(set.pictureOf(stem), 'no picture');
    expect((await thrownBy(() => open({}, options))).code).toBe('data.image-corrupt');
    const leaveOut = [stem];
    expect(await preparedBy({ leaveOut }, options)).toBeLessThan(SAMPLES);
    expect(await preparedBy({ leaveOut }, options)).toBe(0);
  });
});

test('leaving out a sample changes its own shard and no other', async () => {
  expect(await preparedBy()).toBe(2 * SAMPLES);
  const before = shards();
  expect(before.length).toBeGreaterThan(8);
  expect(await preparedBy({ leaveOut: [set.stems[150] ?? ''] })).toBeLessThan(2 * 2 * 128);
  expect(shards().filter((name) => !before.includes(name)).length).toBeLessThanOrEqual(4);
});

test('a set that the disk has no room for is refused before anything is made', async () => {
  // 400 spectrograms of 8,193 x 7,000,000: 90 TB
  const spectrogram = { variant: 'librosa', rate: 192_000, window: 16_384, hop: 16, seconds: 600 } as const;
  const thrown = await thrownBy(() => open({ spectrogram }));
  const { neededBytes, freeBytes } = thrown.params as { neededBytes: number; freeBytes: number };
  expect(thrown.code).toBe('data.cache-no-room');
  expect(neededBytes).toBeGreaterThan(4 * SAMPLES * 8193 * 7e6);
  expect(freeBytes).toBeGreaterThan(0);
  expect(readdirSync(place.folder)).not.toContain('cache');
});

/** Opens the set in a process of its own, which Node runs from the sources, and kills it after so many samples. */
async function killedAfter(samples: number): Promise<void> {
  const source = join(import.meta.dirname, '../../../../src/main/trainer/loading/open-dataset.ts');
  put(
    join(place.folder, 'open.mjs'),
    `import { readFileSync } from 'node:fs';
     import { openDataset } from ${JSON.stringify(source)};
     const definition = JSON.parse(readFileSync(process.argv[2], 'utf8'));
     const onProgress = ({ phase, done }) => phase === 'preparing' && process.send(done);
     await (await openDataset(definition, { cacheFolder: process.argv[3], workers: 2, onProgress })).close();`,
  );
  put(join(place.folder, 'definition.json'), JSON.stringify(set.definition));
  const child = fork(join(place.folder, 'open.mjs'), [join(place.folder, 'definition.json'), cacheFolder()], { stdio: 'ignore' });
  child.on('message', (done) => Number(done) >= samples && child.kill('SIGKILL'));
  await new Promise((resolve) => child.on('exit', resolve));
}

describe('a preparation that ended early goes on where it was', () => {
  /** Shards with their times: what is not made again keeps its own. */
  const times = (): Map<string, number> => {
    const folder = preparedFolder(cacheFolder(), set.definition);
    const whole = readdirSync(folder).filter((name) => name.endsWith('.shard'));
    return new Map(whole.map((name) => [name, statSync(join(folder, name)).mtimeMs]));
  };

  test('killed with kill -9', async () => {
    await killedAfter(300);
    const before = times();
    expect(before.size).toBeGreaterThan(2);
    const rest = await preparedBy();
    const after = times();
    expect([...before].filter(([name, time]) => after.get(name) !== time)).toEqual([]);
    expect(rest).toBeLessThanOrEqual(2 * SAMPLES - 300);
    expect(await preparedBy()).toBe(0);
  });

  test('cancelled', async () => {
    const controller = new AbortController();
    const reason = new Error('the user said so');
    const onProgress: OpenDatasetOptions['onProgress'] = ({ phase, done }) => {
      if (phase === 'preparing' && done >= 300) controller.abort(reason);
    };
    expect(await thrownBy(() => open({}, { onProgress, signal: controller.signal }))).toBe(reason);
    const before = times();
    const rest = await preparedBy();
    expect([...before].filter(([name, time]) => times().get(name) !== time)).toEqual([]);
    expect(rest).toBeLessThanOrEqual(2 * SAMPLES - 300);
  });
});
