import { afterAll, beforeAll, expect, test } from 'vitest';
import { CremaDDefinition } from '../../../../src/core/data/crema-d.ts';
import { openDataset } from '../../../../src/main/trainer/loading/open-dataset.ts';
import { smallSet, temporaryFolder } from '../../../support/small-set.ts';

const place = temporaryFolder();
let definition: CremaDDefinition;
beforeAll(async () => {
  definition = await smallSet(place.folder);
});
afterAll(() => place.remove());

/** Greys of the two chosen frames of each sample; the set's frames have 60, 120 and 180. */
async function greys(frames: Partial<CremaDDefinition['frames']>, split: 'train' | 'test'): Promise<string[]> {
  const set = await openDataset(CremaDDefinition.parse({ ...definition, frames: { ...definition.frames, ...frames } }), {
    cacheFolder: place.folder,
    workers: 1,
  });
  const found: string[] = [];
  for await (const { inputs, indices } of set.batches(set[split], {
    seed: 1,
    epoch: 0,
    batch: 16,
    training: split === 'train',
  })) {
    const { data, shape } = inputs['video'] ?? { data: new Float32Array(), shape: [] };
    const size = shape.slice(2).reduce((total, n) => total * n, 1);
    const grey = (at: number): number => Math.round(((data[at] ?? 0) * 0.229 + 0.485) * 255);
    for (const row of indices.keys()) found.push([0, 1].map((frame) => grey((row * 2 + frame) * size)).join());
  }
  await set.close();
  return found;
}

test('testChoice=uniform spreads the frames of test samples and leaves training’s to chance', async () => {
  // The middles of two equal parts of three frames: the first and the last.
  expect(new Set(await greys({ testChoice: 'uniform' }, 'test'))).toEqual(new Set(['60,180']));
  expect(new Set(await greys({ testChoice: 'uniform' }, 'train')).size).toBeGreaterThan(1);
  expect(new Set(await greys({}, 'test')).size).toBeGreaterThan(1);
  expect(new Set(await greys({ choice: 'uniform', testChoice: 'random' }, 'train'))).toEqual(new Set(['60,180']));
});
