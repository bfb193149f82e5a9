import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { spectrogramOfWav } from '../../../../src/core/data/audio/spectrogram-of-wav.ts';
import type { BatchRequest, Dataset, HostBatch, Split } from '../../../../src/core/data/dataset.ts';
import type { CremaDDefinition } from '../../../../src/core/data/crema-d.ts';
import { preparedFolder } from '../../../../src/main/trainer/loading/shards.ts';
import { openDataset } from '../../../../src/main/trainer/loading/open-dataset.ts';
import { smallSet, temporaryFolder, TEST, TRAIN } from '../../../support/small-set.ts';

const { folder, remove } = temporaryFolder();
const cacheFolder = join(folder, 'cache');
let definition: CremaDDefinition;
let set: Dataset;

beforeAll(async () => {
  definition = await smallSet(folder);
  set = await openDataset(definition, { cacheFolder, workers: 2 });
});
afterAll(async () => {
  await set.close();
  remove();
});

const training: BatchRequest = { seed: 3, epoch: 1, batch: 5, training: true };
const evaluation: BatchRequest = { seed: 3, epoch: 1, batch: 4, training: false };

async function all(from: Dataset, split: Split, request: BatchRequest): Promise<HostBatch[]> {
  const batches: HostBatch[] = [];
  for await (const batch of from.batches(split, request)) batches.push(batch);
  return batches;
}

/** All numbers of a modality, batch after batch. */
const numbers = (batches: readonly HostBatch[], modality: string): number[] =>
  batches.flatMap((batch) => [...(batch.inputs[modality]?.data ?? [])]);

describe('openDataset', () => {
  test('splits, classes and shapes', () => {
    expect([set.name, set.layout, set.classes, set.validation]).toEqual(['small', 'crema-d', ['a', 'b'], null]);
    expect([set.train.names, set.test.names]).toEqual([TRAIN, TEST]);
    expect([...set.train.labels]).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1]);
    expect(set.modalities).toEqual([
      { id: 'audio', kind: 'spectrogram', shape: [33, 63, 1] },
      { id: 'video', kind: 'frames', shape: [2, 16, 16, 3] },
    ]);
    expect(set.fingerprint).toMatch(/^[0-9a-f]{16}(-[0-9a-f]{16}){3}$/);
  });

  test('an epoch gives every sample once with its label; the last short batch is kept', async () => {
    const batches = await all(set, set.train, training);
    expect(batches.map(({ inputs }) => inputs['audio']?.shape)).toEqual([
      [5, 33, 63, 1],
      [5, 33, 63, 1],
      [2, 33, 63, 1],
    ]);
    expect(batches[2]?.inputs['video']?.shape).toEqual([2, 2, 16, 16, 3]);
    const positions = batches.flatMap(({ indices }) => [...indices]);
    expect([...positions].sort((a, b) => a - b)).toEqual(TRAIN.map((_, i) => i));
    expect(batches.flatMap(({ labels }) => [...labels])).toEqual(positions.map((i) => set.train.labels[i]));
    expect(batches.every(({ inputs }) => inputs['audio']?.data.buffer instanceof ArrayBuffer)).toBe(true);
  });

  test('each row holds the features of its own sample', async () => {
    const spectrogram = definition.spectrogram;
    for (const batch of await all(set, set.train, training)) {
      for (const [row, position] of batch.indices.entries()) {
        const file = join(folder, 'AudioWAV', `${TRAIN[position] ?? ''}.wav`);
        const expected = spectrogramOfWav(readFileSync(file), spectrogram, { file, list: '', line: 0 });
        const found = batch.inputs['audio']?.data.slice(row * expected.length, (row + 1) * expected.length);
        expect(found).toEqual(expected);
      }
    }
  });

  test('frames are two of the three pictures, in order, normalised (by hand)', async () => {
    // Greys 60, 120, 180 (JPEG may be off by one): red is (v / 255 - 0.485) / 0.229
    const reds = [60, 120, 180].map((v) => (v / 255 - 0.485) / 0.229);
    const batches = await all(set, set.test, evaluation);
    const seen = new Set<string>();
    for (const batch of batches) {
      const data = batch.inputs['video']?.data ?? new Float32Array();
      for (let row = 0; row < batch.labels.length; row++) {
        const frames = [0, 1].map((frame) => data[(row * 2 + frame) * 16 * 16 * 3] ?? 0);
        const which = frames.map((red) => reds.findIndex((expected) => Math.abs(expected - red) < 0.03));
        expect(which[0] ?? -1).toBeGreaterThanOrEqual(0);
        expect(which[1] ?? -1).toBeGreaterThan(which[0] ?? 9);
        seen.add(which.join());
      }
    }
    expect(seen.size).toBeGreaterThan(1);
  });

  test('the same seed and epoch give the same numbers; another seed or epoch gives others', async () => {
    const batches = await all(set, set.train, training);
    expect(await all(set, set.train, training)).toEqual(batches);
    for (const other of [{ seed: 4 }, { epoch: 2 }]) {
      const changed = await all(set, set.train, { ...training, ...other });
      expect(changed.map(({ indices }) => [...indices])).not.toEqual(batches.map(({ indices }) => [...indices]));
    }
  });

  test('evaluation is in list order and the same for every seed and epoch', async () => {
    const batches = await all(set, set.test, evaluation);
    expect(batches.flatMap(({ indices }) => [...indices])).toEqual([0, 1, 2, 3, 4, 5]);
    expect(await all(set, set.test, { ...evaluation, seed: 99, epoch: 17 })).toEqual(batches);
  });

  test('skipped batches leave the rest as it was', async () => {
    const batches = await all(set, set.train, training);
    expect(await all(set, set.train, { ...training, fromBatch: 1 })).toEqual(batches.slice(1));
  });

  test('only the modalities asked for', async () => {
    const [batch] = await all(set, set.train, { ...training, modalities: ['video'] });
    expect(Object.keys(batch?.inputs ?? {})).toEqual(['video']);
  });

  test('a reader that stops early leaves nothing running that a later epoch would meet', async () => {
    for await (const batch of set.batches(set.train, training)) {
      expect(batch.labels.length).toBe(5);
      break;
    }
    expect((await all(set, set.train, training)).length).toBe(3);
  });

  test('neither the number of workers nor caching of pictures changes a number', async () => {
    const expected = await all(set, set.train, training);
    const other = await openDataset(definition, { cacheFolder, workers: 3, maxDecodedBytes: 0 });
    try {
      expect(await all(other, other.train, training)).toEqual(expected);
      expect(numbers(await all(other, other.test, evaluation), 'video')).toEqual(
        numbers(await all(set, set.test, evaluation), 'video'),
      );
    } finally {
      await other.close();
    }
  });

  test('spectrograms are cached whatever the limit for pictures is; of pictures beyond it only that they are whole', async () => {
    const fresh = join(folder, 'fresh');
    await (await openDataset(definition, { cacheFolder: fresh, workers: 1, maxDecodedBytes: 0 })).close();
    const shards = preparedFolder(fresh, definition);
    const sizes = readdirSync(shards).map((name) => [name.replace(/-.*/, ''), statSync(join(shards, name)).size]);
    // 18 spectrograms of 33 x 63 float32; 24 bytes of head and 16 a record, of which pictures have three a sample
    expect(sizes.sort()).toEqual([
      ['audio', 24 + 18 * (16 + 4 * (33 * 63 + 1))],
      ['video', 24 + 18 * 3 * 16],
    ]);
  });

  test('training mirrors about half of the frames, evaluation none', async () => {
    const lopsided = join(folder, 'lopsided');
    const own = await smallSet(lopsided);
    const halves = sharp(Buffer.from([0, 255]), { raw: { width: 2, height: 1, channels: 1 } });
    const bytes = await halves.resize(16, 16, { kernel: 'nearest', fit: 'fill' }).png().toBuffer();
    for (const stem of [...TRAIN, ...TEST])
      for (const i of [0, 1, 2]) writeFileSync(join(lopsided, 'Image-03-FPS', stem, `0000${i}.jpg`), bytes);
    const augment = { ...own.frames.augment, scale: [1, 1], ratio: [1, 1] } as CremaDDefinition['frames']['augment'];
    const other = await openDataset({ ...own, frames: { ...own.frames, augment } }, { cacheFolder, workers: 2 });
    /** Whether the right edge is brighter than the left, per frame. */
    const isAsDrawn = async (request: BatchRequest): Promise<boolean[]> => {
      const data = numbers(await all(other, other.train, request), 'video');
      return Array.from({ length: data.length / 768 }, (_, frame) => (data[frame * 768 + 45] ?? 0) > (data[frame * 768] ?? 0));
    };
    expect(new Set(await isAsDrawn(evaluation))).toEqual(new Set([true]));
    const drawn = (await isAsDrawn(training)).filter(Boolean).length;
    // 24 frames; 4 to 20 is 3.3 standard deviations each way
    expect(drawn >= 4 && drawn <= 20).toBe(true);
    await other.close();
  });

  test('after closing, batches are refused', async () => {
    const other = await openDataset(definition, { cacheFolder, workers: 1 });
    await other.close();
    await expect(all(other, other.train, training)).rejects.toThrow('closed');
  });
});
