import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { coalitionsOf, measureShapley, shapleySeries, shapleyValues } from '../../../src/core/diagnostics/shapley.ts';
import type { Dataset, Split } from '../../../src/core/data/dataset.ts';
import { type DeviceBatch, Training } from '../../../src/core/train/training.ts';
import { openRuntime } from '../../../src/main/trainer/runtime/open.ts';
import { disposeBatches, smallBatches, smallRequest } from '../../support/small-training.ts';

it('is half of what a modality adds alone and half of what it adds to the other', () => {
  // v(∅) = 1/6, v(a) = 0.5, v(b) = 0.3, v(ab) = 0.7: φ_a = ((0.5 − 1/6) + (0.7 − 0.3)) / 2, φ_b = ((0.3 − 1/6) + (0.7 − 0.5)) / 2.
  const value = (s: ReadonlySet<string>): number => ({ '': 1 / 6, a: 0.5, b: 0.3, ab: 0.7 })[[...s].sort().join('')] ?? NaN;
  const values = shapleyValues(['a', 'b'], value);
  expect(values['a']).toBeCloseTo(11 / 30, 12);
  expect(values['b']).toBeCloseTo(1 / 6, 12);
  expect((values['a'] ?? 0) + (values['b'] ?? 0)).toBeCloseTo(0.7 - 1 / 6, 12);
});

it('weighs coalitions of three as s!(n−s−1)!/n!', () => {
  // The glove game: a left glove (a), two right ones (b, c); a pair is worth 1. φ = 2/3, 1/6, 1/6.
  const values = shapleyValues(['a', 'b', 'c'], (s) => Number(s.has('a') && (s.has('b') || s.has('c'))));
  expect(values['a']).toBeCloseTo(2 / 3, 12);
  expect(values['b']).toBeCloseTo(1 / 6, 12);
  expect(values['c']).toBeCloseTo(1 / 6, 12);
  expect(coalitionsOf(['a', 'b'])).toEqual([[], ['a'], ['b'], ['a', 'b']]);
});

let batches: DeviceBatch[] = [];
beforeAll(async () => {
  await openRuntime('cpu');
  batches = smallBatches(2);
});
afterAll(() => disposeBatches(batches));

it('a coalition’s logits are those of the inputs with all others zeroed', () => {
  const training = new Training(smallRequest({ method: 'redreg' }));
  for (const [step, batch] of batches.entries()) training.step(batch, 0, step);
  const [batch] = batches;
  if (!batch) throw new Error('no batch');
  const { audio, video } = batch.inputs as { audio: tf.Tensor; video: tf.Tensor };
  const tensors = tf.memory().numTensors;
  const found = training.predictCoalitions(batch.inputs, [[], ['audio'], ['audio', 'video']]);
  const [none, alone] = [tf.zerosLike(audio), tf.zerosLike(video)];
  const whole = [
    { audio: none, video: alone },
    { audio, video: alone },
    { audio, video },
  ].map((inputs) => training.predict(inputs));
  for (const [i, { fused }] of whole.entries())
    expect(tf.tidy(() => tf.max(tf.abs(tf.sub(fused, found[i] as tf.Tensor))).dataSync()[0])).toBeLessThan(1e-5);
  tf.dispose([...found, none, alone, ...whole.flatMap(({ fused, unimodal }) => [fused, ...Object.values(unimodal)])]);
  expect(tf.memory().numTensors).toBe(tensors);
  training.dispose();
});

it('is measured on a split: values add up to the accuracy less that of zeros', async () => {
  const training = new Training(smallRequest({ method: 'joint', learningRate: 0.01 }));
  for (let round = 0; round < 8; round++) for (const [step, batch] of batches.entries()) training.step(batch, 0, step);
  const labels = Int32Array.from(batches.flatMap((batch) => Array.from(batch.labels.dataSync())));
  const split = { split: 'test', n: 8, labels } as unknown as Split;
  const dataset = {
    async *batches() {
      for (const [b, { inputs }] of batches.entries()) {
        const host = Object.fromEntries(Object.entries(inputs).map(([id, x]) => [id, { data: x.dataSync(), shape: x.shape }]));
        yield await Promise.resolve({
          inputs: host,
          labels: labels.slice(4 * b, 4 * b + 4),
          indices: Int32Array.from([0, 1, 2, 3], (i) => i + 4 * b),
        });
      }
    },
  } as unknown as Dataset;
  const accuracy = (inputs: Record<string, tf.Tensor>, from: number): number => {
    const { fused, unimodal } = training.predict(inputs);
    const best = tf.tidy(() => Array.from(tf.argMax(fused, 1).dataSync()));
    tf.dispose([fused, ...Object.values(unimodal)]);
    return best.filter((label, i) => label === labels[from + i]).length / 8;
  };
  const all = batches.reduce((sum, { inputs }, b) => sum + accuracy(inputs, 4 * b), 0);
  const nothing = batches.reduce((sum, { inputs }, b) => {
    const zeros = Object.fromEntries(Object.entries(inputs).map(([id, x]) => [id, tf.zerosLike(x)]));
    const value = accuracy(zeros, 4 * b);
    tf.dispose(Object.values(zeros));
    return sum + value;
  }, 0);
  const before = tf.memory().numTensors;
  const shapley = await measureShapley(training, dataset, split, { batch: 4, seed: 0 });
  expect(tf.memory().numTensors).toBe(before);
  const { audio = NaN, video = NaN } = shapley?.values ?? {};
  expect(audio + video).toBeCloseTo(all - nothing, 12);
  expect(shapley?.imbalance).toBeCloseTo(Math.abs(audio - video), 12);
  expect(shapley && Object.keys(shapleySeries('test', shapley))).toEqual([
    'shapley/test/audio',
    'shapley/test/video',
    'shapley/test/imbalance',
  ]);
  expect(await measureShapley(training, dataset, split, { batch: 4, seed: 0, mayGoOn: () => Promise.resolve(false) })).toBeNull();
  training.dispose();
});
