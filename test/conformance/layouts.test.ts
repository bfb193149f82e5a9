import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Dataset, HostBatch } from '../../src/core/data/dataset.ts';
import { DatasetDefinition } from '../../src/core/data/definition.ts';
import { layouts, type LayoutId } from '../../src/core/data/index.ts';
import { presetDefinition } from '../../src/core/data/preset.ts';
import { assemble } from '../../src/core/train/assemble.ts';
import { RunConfig } from '../../src/core/train/config.ts';
import { disposeBatch, toDevice } from '../../src/core/train/device-batch.ts';
import { presetOf } from '../../src/core/train/presets.ts';
import { Training } from '../../src/core/train/training.ts';
import { checkSet } from '../../src/main/trainer/jobs/browse/check.ts';
import { detectSet } from '../../src/main/trainer/jobs/browse/detect.ts';
import { viewSample } from '../../src/main/trainer/jobs/browse/view-sample.ts';
import { openDataset } from '../../src/main/trainer/loading/open-dataset.ts';
import { openRuntime } from '../../src/main/trainer/runtime/open.ts';
import { layoutTrees, type LayoutTree } from '../support/layout-trees/index.ts';
import { temporaryFolder } from '../support/small-set.ts';

/**
 * Every registered layout, on a small tree as its own tools write it, goes through what a person does with it: found, checked, looked
 * at, prepared, trained on. A layout joins by its line in `core/data/index.ts` and its tree in `support/layout-trees`.
 */

const { folder, remove } = temporaryFolder();
const cacheFolder = join(folder, 'cache');
beforeAll(() => openRuntime('cpu', { threads: 1 }));
afterAll(remove);

const METHODS = ['redreg', 'ogm-ge', 'inforeg'];
const elements = (shape: readonly number[]): number => shape.reduce((n, size) => n * size, 1);

async function allBatches(dataset: Dataset, training: boolean, epoch = 0): Promise<HostBatch[]> {
  const found: HostBatch[] = [];
  const request = { seed: 3, epoch, batch: 4, training };
  for await (const batch of dataset.batches(training ? dataset.train : dataset.test, request)) found.push(batch);
  return found;
}

describe.each(Object.keys(layouts) as LayoutId[])('%s', (id) => {
  const layout = layouts[id];
  let tree: LayoutTree;
  let definition: DatasetDefinition;
  const path = join(folder, id);

  beforeAll(async () => {
    mkdirSync(path);
    tree = await layoutTrees[id](path);
    const detected = await detectSet(tree.path, null, cacheFolder);
    expect(detected.problems, 'problems of the guess').toEqual([]);
    definition = DatasetDefinition.parse({ ...detected.definition, ...tree.settings });
  });

  it('says what it is, and its definition has defaults for all but folder and name', () => {
    expect(layout.about.summary).not.toBe('');
    expect(layout.about.files.length).toBeGreaterThan(0);
    const parsed = layout.definition.parse({ layout: id, name: 'set', root: '/set' });
    expect(layout.definition.parse(JSON.parse(JSON.stringify(parsed)))).toEqual(parsed);
    expect(z.toJSONSchema(layout.definition, { io: 'input', unrepresentable: 'any' })).toMatchObject({ type: 'object' });
    expect((layout.modalities as (d: unknown) => readonly { id: string }[])(definition).map((m) => m.id)).toEqual(
      tree.modalities,
    );
  });

  it('is what the folder is taken for, and no other layout claims it before', async () => {
    const { candidates } = await detectSet(tree.path, null, cacheFolder);
    expect(definition.layout).toBe(id);
    expect(candidates.map(({ layout: each }) => each)).toEqual(Object.keys(layouts));
    expect(candidates.find(({ layout: each }) => each === id)?.missing).toEqual([]);
    const other = await detectSet(folder, id, cacheFolder);
    expect(other.definition.layout).toBe(id);
    expect(other.problems.map(({ code }) => code)).not.toEqual([]);
  });

  it('is checked without a fault, and the counts are those of the tree', async () => {
    const { problems, found } = await checkSet(definition, {});
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(found?.classes).toHaveLength(tree.classes);
    expect(found?.modalities.map(({ name }) => name)).toEqual(tree.modalities);
    const total = Object.values(found?.counts ?? {})
      .flat()
      .reduce((n, each) => n + each, 0);
    expect(total).toBe(tree.samples);
  });

  it('shows each modality of a sample as the network gets it', async () => {
    const dataset = await openDataset(definition, { cacheFolder, workers: 1 });
    const name = dataset.test.names[0] ?? '';
    const [batch] = await allBatches(dataset, false);
    await dataset.close();
    const { modalities, problems, split } = await viewSample(definition, name);
    expect([problems, split]).toEqual([[], 'test']);
    expect(modalities.map(({ modality }) => modality)).toEqual(tree.modalities);
    for (const view of modalities) {
      const input = batch?.inputs[view.modality];
      const own = input?.data.subarray(0, elements(input.shape.slice(1)));
      if (view.kind === 'frames') {
        expect([view.frames.length, view.height, view.width, 3]).toEqual(input?.shape.slice(1));
        expect(view.files).toHaveLength(view.frames.length);
      } else expect(view.values).toEqual(own);
    }
  });

  it('gives the same batches for the same seed and epoch, with every number finite', async () => {
    const quick = presetDefinition(definition, 'quick');
    const dataset = await openDataset(quick, { cacheFolder, workers: 1 });
    const [once, again, next] = [
      await allBatches(dataset, true),
      await allBatches(dataset, true),
      await allBatches(dataset, true, 1),
    ];
    const evaluated = await allBatches(dataset, false);
    const print = dataset.fingerprint;
    await dataset.close();
    expect(once).toEqual(again);
    expect(next.flatMap(({ indices }) => [...indices])).not.toEqual(once.flatMap(({ indices }) => [...indices]));
    for (const { labels, inputs } of [...once, ...evaluated]) {
      expect([...labels].every((label) => label >= 0 && label < tree.classes)).toBe(true);
      for (const { data, shape } of Object.values(inputs)) {
        expect(data).toHaveLength(elements(shape));
        expect(data.every(Number.isFinite)).toBe(true);
      }
    }
    const reopened = await openDataset(quick, { cacheFolder, workers: 2 });
    expect(reopened.fingerprint).toBe(print);
    expect(await allBatches(reopened, true)).toEqual(once);
    await reopened.close();
  });

  it('leaves out what it is told to', async () => {
    const { found } = await checkSet(
      { ...definition, leaveOut: [...(definition.leaveOut ?? []), await firstName(definition)] },
      {},
    );
    const total = Object.values(found?.counts ?? {})
      .flat()
      .reduce((n, each) => n + each, 0);
    expect(total).toBe(tree.samples - 1);
  });

  it.each(METHODS)('is trained on for an epoch with %s', async (method) => {
    const quick = presetDefinition(definition, 'quick');
    const dataset = await openDataset(quick, { cacheFolder, workers: 1 });
    const settings = presetOf('quick', method);
    const config = RunConfig.parse({
      method,
      data: quick,
      model: { ...settings.model, width: 4 },
      training: { ...settings.training, epochs: 1, batch: 4 },
    });
    const { modalities, classes, train } = dataset;
    const training = new Training(assemble(config, { modalities, classes: classes.length, trainSamples: train.n }));
    let values: Record<string, number> = {};
    for (const [step, batch] of (await allBatches(dataset, true)).slice(0, 4).entries()) {
      const device = toDevice(batch);
      values = training.step(device, 0, step);
      disposeBatch(device);
    }
    await dataset.close();
    for (const modality of tree.modalities) expect(values[`unimodal-scores/score/${modality}`]).toBeGreaterThan(0);
    expect(Object.values(values).every((value) => Number.isFinite(value))).toBe(true);
    training.dispose();
  });
});

async function firstName(definition: DatasetDefinition): Promise<string> {
  const dataset = await openDataset(definition, { cacheFolder, workers: 1 });
  await dataset.close();
  return dataset.train.names[0] ?? '';
}
