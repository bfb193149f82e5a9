import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { beforeAll, expect, test } from 'vitest';
import { predictSplit } from '../../../src/core/train/evaluate.ts';
import { Training } from '../../../src/core/train/training.ts';
import { openRuntime } from '../../../src/main/trainer/runtime/open.ts';
import { madeUpSet, requestFor } from '../../support/made-up-set.ts';

beforeAll(async () => {
  await openRuntime('cpu', { threads: 1 });
});

const data = madeUpSet();

test('every sample has its own logits at its place in the list, whatever the batch', async () => {
  const training = new Training(requestFor(data, 'redreg'));
  const before = tf.memory().numTensors;
  const [ones, all] = [
    await predictSplit(training, data, data.test, { batch: 1, seed: 0 }),
    await predictSplit(training, data, data.test, { batch: 5, seed: 0 }),
  ];
  expect(tf.memory().numTensors).toBe(before);
  expect(all?.labels).toEqual(data.test.labels);
  expect(all?.fused).toHaveLength(7 * 2);
  expect(Object.keys(all?.unimodal ?? {})).toEqual(['audio', 'video']);
  for (const [i, value] of (ones?.fused ?? []).entries()) expect(all?.fused[i]).toBeCloseTo(value, 4);
  for (const id of ['audio', 'video'])
    for (const [i, value] of (ones?.unimodal[id] ?? []).entries()) expect(all?.unimodal[id]?.[i]).toBeCloseTo(value, 4);
  expect(new Set(all?.fused).size).toBe(7 * 2);
  training.dispose();
});

test('gives nothing where it was broken off, and all where the break came too late', async () => {
  const training = new Training(requestFor(data, 'joint'));
  const asked = (stopAfter: number) => {
    let batches = 0;
    return { batch: 4, seed: 0, mayGoOn: () => Promise.resolve(++batches < stopAfter) };
  };
  expect(await predictSplit(training, data, data.test, asked(1))).toBeNull();
  expect(await predictSplit(training, data, data.test, asked(2))).not.toBeNull();
  training.dispose();
});
