import { rmSync } from 'node:fs';
import { afterAll, expect } from 'vitest';
import { presetDefinition } from '../../../../src/core/data/preset.ts';
import { openDataset } from '../../../../src/main/trainer/loading/open-dataset.ts';
import { resolveDataArgument } from '../../../../src/main/trainer/loading/resolve-data-argument.ts';
import { shared, testWithShared } from '../../../support/shared.ts';
import { temporaryFolder } from '../../../support/small-set.ts';

const { folder } = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true }));

testWithShared('data/av-digits', 'the whole of av-digits as a folder with its own lists', async () => {
  const definition = presetDefinition(await resolveDataArgument(shared('data', 'av-digits'), { cacheFolder: folder }), 'quick');
  const set = await openDataset(definition, { cacheFolder: folder, workers: 2 });
  expect([set.train.n, set.test.n, set.classes]).toEqual([2700, 300, ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']]);
  expect(definition).toMatchObject({ speakerField: 1 });
  let samples = 0;
  for await (const { labels, inputs } of set.batches(set.test, { seed: 0, epoch: 0, batch: 64, training: false })) {
    samples += labels.length;
    for (const { data } of Object.values(inputs)) expect(data.every(Number.isFinite)).toBe(true);
  }
  expect(samples).toBe(300);
  await set.close();
});
