import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diagnosticsPreset } from '../../src/core/diagnostics/settings.ts';
import type { GeometryRecord } from '../../src/core/geometry/record.ts';
import { methods } from '../../src/core/methods/index.ts';
import { packCheckpoint, unpackCheckpoint } from '../../src/core/train/checkpoint.ts';
import { disposeBatch, toDevice } from '../../src/core/train/device-batch.ts';
import type { Method } from '../../src/core/train/method.ts';
import { decodeSafetensors, encodeSafetensors } from '../../src/core/train/safetensors.ts';
import { type DeviceBatch, Training } from '../../src/core/train/training.ts';
import { openRuntime } from '../../src/main/trainer/runtime/open.ts';
import { weightsHash } from '../../src/main/trainer/weights-hash.ts';
import { sequenceRequest, SEQUENCES, sequenceSet } from '../support/sequence-set.ts';

/**
 * Every registered method over three sequences (text, audio, vision), with the transformer and its dropout and with the GRU: it trains,
 * repeats bit for bit, goes on from a checkpoint in mid-epoch as if it had never stopped, and keeps no tensor. The methods of one modality
 * that the set has are among them.
 */

const ENCODERS = {
  transformer: { kind: 'transformer', heads: 2, layers: 2, feedForward: 16, dropout: 0.25 },
  gru: { kind: 'gru', dim: 4 },
} as const;

let batches: DeviceBatch[] = [];
beforeAll(async () => {
  await openRuntime('cpu', { threads: 1 });
  const set = sequenceSet();
  for await (const batch of set.batches(set.train, { seed: 3, epoch: 0, batch: 4, training: true }))
    batches.push(toDevice(batch));
});
afterAll(() => {
  for (const batch of batches) disposeBatch(batch);
  batches = [];
});

const trainingOf = (method: Method, encoder: keyof typeof ENCODERS, seed: number): Training =>
  new Training(sequenceRequest({ method: method.id, seed, model: { sequence: ENCODERS[encoder] } }));

/** Steps `from` to `to` of an epoch of three, and its end where they reach it; the latest value of all that was reported. */
function steps(training: Training, epoch: number, from = 0, to = batches.length): Record<string, number> {
  const values: Record<string, number> = {};
  for (const [step, batch] of batches.entries())
    if (step >= from && step < to) Object.assign(values, training.step(batch, epoch, step));
  return to < batches.length ? values : Object.assign(values, training.endEpoch(epoch));
}

const hashOf = ({ request, state }: Training): string => weightsHash(request.model, state);

function reopened({ request, state }: Training, position: { epoch: number; step: number }): Training {
  const bytes = Buffer.concat(encodeSafetensors(packCheckpoint(state, position, {})));
  return new Training(request, unpackCheckpoint(decodeSafetensors(bytes, 'memory'), request.model, 'memory').state);
}

const fitting = methods.filter(({ only }) => only === null || SEQUENCES.some(({ id }) => id === only));
const table = fitting.flatMap((method) =>
  (['transformer', 'gru'] as const).map((encoder) => [method.id, encoder, method] as const),
);

describe.each(table)('%s with a %s a modality', (_id, encoder, method) => {
  it('trains, repeats bit for bit, goes on from a checkpoint in mid-epoch, keeps no tensor', () => {
    const before = tf.memory().numTensors;
    const whole = trainingOf(method, encoder, 5);
    const first = hashOf(whole);
    const values = steps(whole, 0);
    Object.assign(values, steps(whole, 1, 0, 1));
    const resumed = reopened(whole, { epoch: 1, step: 1 });
    Object.assign(values, steps(whole, 1, 1));
    steps(resumed, 1, 1);
    const again = trainingOf(method, encoder, 5);
    for (const epoch of [0, 1]) steps(again, epoch);

    expect(Object.entries(values).filter(([, value]) => !Number.isFinite(value))).toEqual([]);
    expect(values['loss/fused']).toBeGreaterThan(0);
    expect(hashOf(whole)).not.toBe(first);
    expect(hashOf(again)).toBe(hashOf(whole));
    expect(hashOf(resumed)).toBe(hashOf(whole));
    for (const training of [whole, resumed, again]) training.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

it('has gradient geometry by stage, and the official figures with traces over all its matrices', () => {
  const method = methods.find(({ id }) => id === 'redreg');
  if (!method) throw new Error('There is no RedReg.');
  const { request } = trainingOf(method, 'transformer', 5);
  const records: GeometryRecord[] = [];
  const onGeometry = (found: readonly GeometryRecord[]): void => void records.push(...found);
  const training = new Training({ ...request, diagnostics: diagnosticsPreset(1), onGeometry });
  const values = steps(training, 0);
  expect(records).toHaveLength(9);
  for (const { stages } of records) expect(Object.keys(stages)).toEqual(['input', 'layer1', 'layer2']);
  // Of the embedding, in_proj, out_proj and both linear layers, twice; the gradients of all of them are there.
  for (const id of ['text', 'audio', 'vision']) {
    const own = request.model.parameters.filter(
      ({ owner, part, kind }) => owner === id && part === 'encoder' && kind === 'linear',
    );
    expect(own).toHaveLength(9);
    expect(
      Object.entries(values).some(
        ([name, value]) => name.toLowerCase().startsWith('fim_trace') && name.includes(id) && value > 0,
      ),
    ).toBe(true);
  }
  training.dispose();
});

describe('dropout inside the encoders', () => {
  const [joint] = methods.filter(({ id }) => id === 'joint');
  if (!joint) throw new Error('There is no joint training.');

  it('draws anew each step, by the run’s seed and the step alone', () => {
    const lossesOf = (seed: number): (number | undefined)[] => {
      const training = trainingOf(joint, 'transformer', seed);
      const [batch] = batches;
      if (!batch) throw new Error('no batch');
      // The same batch at a rate of nearly nothing: only dropout makes the losses differ.
      const still = new Training({ ...training.request, settings: { ...training.request.settings, learningRate: 1e-30 } });
      const losses = [0, 1, 2].map((step) => still.step(batch, 0, step)['loss/fused']);
      training.dispose();
      still.dispose();
      return losses;
    };
    const losses = lossesOf(5);
    expect(new Set(losses).size).toBe(3);
    expect(lossesOf(5)).toEqual(losses);
  });

  it('is off in evaluation: the same logits time and again', () => {
    const training = trainingOf(joint, 'transformer', 5);
    const [batch] = batches;
    if (!batch) throw new Error('no batch');
    const [one, two] = [1, 2].map(() => {
      const { fused, unimodal } = training.predict(batch.inputs);
      const logits = Array.from(fused.dataSync());
      tf.dispose([fused, ...Object.values(unimodal)]);
      return logits;
    });
    expect(one).toEqual(two);
    training.dispose();
  });
});
