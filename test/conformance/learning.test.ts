import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { metricsOf } from '../../src/core/metrics/index.ts';
import { methods } from '../../src/core/methods/index.ts';
import { assemble } from '../../src/core/train/assemble.ts';
import { RunConfig } from '../../src/core/train/config.ts';
import { predictSplit } from '../../src/core/train/evaluate.ts';
import { presetOf } from '../../src/core/train/presets.ts';
import { Training } from '../../src/core/train/training.ts';
import { openRuntime } from '../../src/main/trainer/runtime/open.ts';
import { sampleBatches, type SampleBatches } from '../support/sample-batches.ts';

/** Every registered method learns the sample set: forty steps of a narrow network, then the test split. */

const BATCH = 36;
const EPOCHS = 2;
/** Ten classes, 180 test samples: chance is 0.1 with a standard deviation of 0.022, so this is above it by more than four. */
const LEAST = 0.2;

let set: SampleBatches;
beforeAll(async () => {
  await openRuntime('cpu', { threads: 2 });
  set = await sampleBatches(BATCH);
});
afterAll(() => set.close());

test.each(methods.map(({ id }) => id))('%s learns the sample set better than chance', async (method) => {
  const { dataset, batches } = set;
  const preset = presetOf('quick', method);
  const config = RunConfig.parse({
    method,
    data: { layout: 'crema-d', name: 'none', root: '/' },
    model: { ...preset.model, width: 8 },
    training: { ...preset.training, epochs: EPOCHS, batch: BATCH, learningRate: 0.05 },
    links: preset.links,
  });
  const { modalities, classes, train } = dataset;
  const training = new Training(assemble(config, { modalities, classes: classes.length, trainSamples: train.n }));
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (const [step, batch] of batches.entries()) training.step(batch, epoch, step);
    training.endEpoch(epoch);
  }
  const predictions = await predictSplit(training, dataset, dataset.test, { batch: 60, seed: 0 });
  training.dispose();
  if (!predictions) throw new Error('The measurement was broken off.');
  expect(metricsOf(predictions).accuracy).toBeGreaterThan(LEAST);
});
