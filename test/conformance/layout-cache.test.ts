import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { CacheSize } from '../../src/core/contract/data-cache.ts';
import { DatasetDefinition } from '../../src/core/data/definition.ts';
import { removeCache } from '../../src/main/trainer/jobs/browse/cache-remove.ts';
import { cacheSize } from '../../src/main/trainer/jobs/browse/cache-size.ts';
import { detectSet } from '../../src/main/trainer/jobs/browse/detect.ts';
import { prepareSet } from '../../src/main/trainer/jobs/browse/prepare.ts';
import { layoutTrees } from '../support/layout-trees/index.ts';
import { temporaryFolder } from '../support/small-set.ts';

/** The prepared features of every layout: their size is told before, they are made, kept in half the room, removed. */

const place = temporaryFolder();
const cache = join(place.folder, 'cache');
afterAll(() => place.remove());

const total = ({ modalities }: CacheSize, what: 'bytes' | 'writtenBytes' | 'toWriteBytes'): number =>
  modalities.reduce((sum, one) => sum + one[what], 0);

test.each(Object.entries(layoutTrees))('%s', async (id, make) => {
  const root = join(place.folder, id);
  mkdirSync(root);
  const { definition } = await detectSet((await make(root)).path, null, cache);
  const before = await cacheSize(definition, cache, {});
  expect(before.modalities.every(({ samplesToPrepare, seconds }) => samplesToPrepare > 0 && seconds !== null)).toBe(true);
  await prepareSet(definition, cache, {});
  const after = await cacheSize(definition, cache, {});
  expect(total(after, 'toWriteBytes')).toBe(0);
  // Heads and filling on the one side; on the other the frames of clips, whose number and size are estimated from a few.
  const ratio = total(after, 'writtenBytes') / total(before, 'bytes');
  expect(ratio > 0.8 && ratio < 1.3, `told ${total(before, 'bytes')}, made ${total(after, 'writtenBytes')}`).toBe(true);

  const half = DatasetDefinition.parse({ ...definition, cachePrecision: 'float16' });
  const halved = await cacheSize(half, cache, {});
  const numbers = halved.modalities.filter(({ form }) => form === 'float16').map(({ modality }) => modality);
  expect(numbers).not.toEqual([]);
  for (const { modality, form, bytes } of halved.modalities) {
    const whole = before.modalities.find((one) => one.modality === modality)?.bytes ?? NaN;
    expect(bytes).toBe(form === 'float16' ? whole / 2 : whole);
  }
  await prepareSet(half, cache, {});
  expect((await cacheSize(half, cache, {})).modalities.every(({ samplesToPrepare }) => samplesToPrepare === 0)).toBe(true);

  const { keptBytes } = await removeCache(definition, [], cache, {});
  expect([keptBytes, existsSync(before.folder)]).toEqual([0, false]);
});
