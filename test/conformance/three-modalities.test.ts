import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ModalityInfo } from '../../src/core/data/dataset.ts';
import { methods } from '../../src/core/methods/index.ts';
import { unimodal } from '../../src/core/methods/unimodal.ts';
import type { RunConfig } from '../../src/core/train/config.ts';
import { disposeBatch, toDevice } from '../../src/core/train/device-batch.ts';
import type { Method } from '../../src/core/train/method.ts';
import { presetOf, presetsOf } from '../../src/core/train/presets.ts';
import { type DeviceBatch, Training } from '../../src/core/train/training.ts';
import { openRuntime } from '../../src/main/trainer/runtime/open.ts';
import { weightsHash } from '../../src/main/trainer/weights-hash.ts';
import { BATCH, madeUpSet } from '../support/made-up-set.ts';
import { SEQUENCES, sequenceRequest } from '../support/sequence-set.ts';

/**
 * Every method that takes them, with each of its presets, on three modalities: text, audio and vision as sequences with a transformer,
 * whose features differ in width; and a set where one of three is a spectrogram.
 */

const MIXED: readonly ModalityInfo[] = SEQUENCES.map((m) =>
  m.id === 'audio' ? { id: 'audio', kind: 'spectrogram', shape: [33, 24, 1] } : m,
);
const SETS = { sequences: SEQUENCES, mixed: MIXED };
type SetName = keyof typeof SETS;

const batches: Record<SetName, DeviceBatch[]> = { sequences: [], mixed: [] };
beforeAll(async () => {
  await openRuntime('cpu', { threads: 1 });
  for (const name of ['sequences', 'mixed'] as const) {
    const set = madeUpSet({ modalities: SETS[name] });
    for await (const host of set.batches(set.train, { seed: 0, epoch: 0, batch: BATCH, training: true }))
      batches[name].push(toDevice(host));
  }
});
afterAll(() => Object.values(batches).flat().forEach(disposeBatch));

function trainingOf(method: Method, preset: string, set: SetName = 'sequences', more: RunConfig['links'] = {}): Training {
  const { links, model } = presetOf(preset, method.id);
  return new Training(
    sequenceRequest({ method: method.id, links: { ...links, ...more }, model: { width: 4, ...model }, modalities: SETS[set] }),
  );
}

/** Two epochs; everything reported, the latest value of each. */
function trained(training: Training, set: SetName = 'sequences'): Record<string, number> {
  let values: Record<string, number> = {};
  for (const epoch of [0, 1]) {
    for (const [step, batch] of batches[set].entries()) values = { ...values, ...training.step(batch, epoch, step) };
    values = { ...values, ...training.endEpoch(epoch) };
  }
  return values;
}

const hashOf = (training: Training): string => weightsHash(training.request.model, training.state);
const IDS = SEQUENCES.map(({ id }) => id);
const table = methods
  .filter(({ only }) => only === null)
  .flatMap((method) => presetsOf(method).map(({ id }) => [method.id, id, method] as const));

describe.each(table)('%s, preset %s, on three modalities', (_id, preset, method) => {
  test('trains on sequences, says of each modality what it decides, repeats bit for bit and keeps no tensor', () => {
    const before = tf.memory().numTensors;
    const [one, other] = [trainingOf(method, preset), trainingOf(method, preset)];
    const values = trained(one);
    trained(other);
    expect(Object.entries(values).filter(([, value]) => !Number.isFinite(value))).toEqual([]);
    const links = one.request.chain.links.map(({ id }) => id).filter((id) => id !== 'unimodal-losses');
    for (const link of links) expect(Object.keys(values).filter((name) => name.startsWith(`${link}/`))).not.toEqual([]);
    if (links.includes('unimodal-scores'))
      expect(IDS.map((id) => `unimodal-scores/score/${id}` in values)).toEqual([true, true, true]);
    expect(hashOf(other)).toBe(hashOf(one));
    one.dispose();
    other.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

test.each(IDS)('%s-only trains that encoder alone', (id) => {
  const training = trainingOf(unimodal(id), 'official');
  expect(training.request.model.modalities).toEqual([id]);
  expect(trained(training)['loss/fused']).toSatisfy(Number.isFinite);
  training.dispose();
});

test.each(['redreg', 'inforeg', 'ogm-ge', 'ogm', 'uniform', 'joint'])('%s trains a spectrogram beside two sequences', (id) => {
  const method = methods.find((m) => m.id === id) as Method;
  const training = trainingOf(method, 'official', 'mixed');
  expect(Object.values(trained(training, 'mixed')).every(Number.isFinite)).toBe(true);
  training.dispose();
});

/** What each method does to the gradients of encoders without a single convolution. */
describe('each regulation reaches the sequence encoders', () => {
  const hashWith = (id: string, links: RunConfig['links']): string => {
    const training = trainingOf(methods.find((m) => m.id === id) as Method, 'official', 'sequences', links);
    trained(training);
    const hash = hashOf(training);
    training.dispose();
    return hash;
  };

  test.each([
    ['ogm', { 'gradient-scaling': {} }, { 'gradient-scaling': { alpha: 0 } }],
    ['ogm-ge', { 'gradient-noise': {} }, { 'gradient-noise': 'off' }],
    ['inforeg', { 'proximal-pull': {} }, { 'proximal-pull': 'off' }],
    ['redreg', { 'co-information-gate': 'off' }, { 'co-information-gate': 'off', 'orthogonal-projection': 'off' }],
  ] as const)('%s: the weights differ from those without it', (id, on, off) => {
    expect(hashWith(id, on)).not.toBe(hashWith(id, off));
  });

  test('gradient-scaling set to convolutions is refused by name, since no encoder has one', () => {
    expect(() =>
      trainingOf(methods.find((m) => m.id === 'ogm') as Method, 'official', 'sequences', {
        'gradient-scaling': { tensors: 'convolutions' },
      }),
    ).toThrow(
      expect.objectContaining({ code: 'link.touches-nothing', params: expect.objectContaining({ modalities: IDS }) as unknown }),
    );
  });
});
