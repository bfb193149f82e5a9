import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Dataset } from '../../../../src/core/data/dataset.ts';
import type { CremaDDefinition } from '../../../../src/core/data/crema-d.ts';
import { preparedFolder } from '../../../../src/main/trainer/loading/shards.ts';
import { openDataset } from '../../../../src/main/trainer/loading/open-dataset.ts';
import { kept, restored } from '../../../../src/main/trainer/loading/record-form.ts';
import { smallSet, temporaryFolder, thrownBy } from '../../../support/small-set.ts';

let place: ReturnType<typeof temporaryFolder>;
let definition: CremaDDefinition;
beforeEach(async () => {
  place = temporaryFolder();
  definition = await smallSet(place.folder);
});
afterEach(() => place.remove());

async function epochOf(changes: Partial<CremaDDefinition>): Promise<Record<'audio' | 'video', number[]>> {
  const set = await openDataset({ ...definition, ...changes }, { cacheFolder: join(place.folder, 'cache'), workers: 1 });
  try {
    return await numbersOf(set);
  } finally {
    await set.close();
  }
}

async function numbersOf(set: Dataset): Promise<Record<'audio' | 'video', number[]>> {
  const found: Record<'audio' | 'video', number[]> = { audio: [], video: [] };
  for await (const { inputs } of set.batches(set.train, { seed: 0, epoch: 0, batch: 5, training: true }))
    for (const id of ['audio', 'video'] as const) found[id].push(...(inputs[id]?.data ?? []));
  return found;
}

describe('prepared features as float16', () => {
  test('take half the room, and each number is within 2⁻¹¹ of itself; pictures are the same', async () => {
    const exact = await epochOf({});
    const half = await epochOf({ cachePrecision: 'float16' });
    expect(half.video).toEqual(exact.video);
    const errors = half.audio.map((value, i) => Math.abs(value - (exact.audio[i] ?? NaN)) / Math.abs(exact.audio[i] ?? NaN));
    expect(Math.max(...errors)).toBeLessThanOrEqual(2 ** -11);
    expect(Math.max(...errors)).toBeGreaterThan(2 ** -13);

    const shards = preparedFolder(join(place.folder, 'cache'), definition);
    const sizes = readdirSync(shards)
      .filter((name) => name.startsWith('audio'))
      .map((name) => statSync(join(shards, name)).size - 24 - 18 * 16);
    // 18 spectrograms of 33 x 63, each filled up to a multiple of 8 bytes
    expect(sizes.sort((a, b) => a - b)).toEqual([18 * 4160, 18 * 8320]);
  });

  test('float32 is the default, and saying so changes nothing', async () => {
    const exact = await epochOf({});
    expect(await epochOf({ cachePrecision: 'float32' })).toEqual(exact);
    expect(readdirSync(preparedFolder(join(place.folder, 'cache'), definition))).toHaveLength(2);
  });

  test('a value that float16 has no room for is refused with its sample', async () => {
    const record = (...values: number[]): Uint8Array => new Uint8Array(Float32Array.from(values).buffer);
    expect(restored(kept(record(1, 65_504), 'float16', 'a'), 'float16')).toEqual(record(1, 65_504));
    const thrown = await thrownBy(() => kept(record(1, -70_000), 'float16', 'kim_3'));
    expect(thrown).toMatchObject({ code: 'data.beyond-float16', params: { sample: 'kim_3', value: -70_000 } });
  });

  test('a record that does not lie at a multiple of four is kept too', () => {
    const bytes = new Uint8Array(9);
    bytes.set(new Uint8Array(Float32Array.of(1.5, -2).buffer), 1);
    expect(restored(kept(bytes.subarray(1), 'float16', 'a'), 'float16')).toEqual(bytes.subarray(1));
  });
});
