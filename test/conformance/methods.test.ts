import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ModalityInfo } from '../../src/core/data/dataset.ts';
import { DatasetDefinition } from '../../src/core/data/definition.ts';
import { AppError } from '../../src/core/errors/app-error.ts';
import { methods } from '../../src/core/methods/index.ts';
import { assemble } from '../../src/core/train/assemble.ts';
import { packCheckpoint, unpackCheckpoint } from '../../src/core/train/checkpoint.ts';
import { RunConfig } from '../../src/core/train/config.ts';
import { decodeSafetensors, encodeSafetensors } from '../../src/core/train/safetensors.ts';
import { buildChain, type Method } from '../../src/core/train/method.ts';
import { type DeviceBatch, Training } from '../../src/core/train/training.ts';
import { normalNumbers } from '../../src/core/tensor/stateless-normal.ts';
import { openRuntime } from '../../src/main/trainer/runtime/open.ts';
import { weightsHash } from '../../src/main/trainer/weights-hash.ts';

/** Every registered method goes through the same properties. A method joins by its line in `methods/index.ts`. */

const MODALITIES: readonly ModalityInfo[] = [
  { id: 'audio', kind: 'spectrogram', shape: [33, 40, 1] },
  { id: 'video', kind: 'frames', shape: [2, 32, 32, 3] },
];
const CLASSES = 3;
const BATCH = 4;

beforeAll(async () => {
  await openRuntime('cpu');
});

let batches: DeviceBatch[] = [];
beforeAll(() => {
  batches = [0, 1, 2].map((b) => ({
    inputs: {
      audio: tf.tensor(normalNumbers(10 + b, BATCH * 33 * 40), [BATCH, 33, 40, 1]),
      video: tf.tensor(normalNumbers(20 + b, BATCH * 2 * 32 * 32 * 3), [BATCH, 2, 32, 32, 3]),
    },
    labels: tf.tensor1d([0, 1, 2, b], 'int32'),
  }));
});
afterAll(() => {
  for (const batch of batches) tf.dispose([batch.inputs, batch.labels] as never);
});

function trainingOf(method: Method, seed: number, links: RunConfig['links'] = {}): Training {
  const config = RunConfig.parse({
    method: method.id,
    seed,
    links,
    data: DatasetDefinition.parse({ layout: 'crema-d', name: 'none', root: '/' }),
    model: { width: 4 },
    training: { ...method.official, epochs: 4, batch: BATCH, learningRate: 1e-3 },
  });
  return new Training(assemble(config, { modalities: MODALITIES, classes: CLASSES, trainSamples: BATCH * batches.length }));
}

function run(training: Training, epochs: number): Record<string, number> {
  let values: Record<string, number> = {};
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const [step, batch] of batches.entries()) values = { ...values, ...training.step(batch, epoch, step) };
    values = { ...values, ...training.endEpoch(epoch) };
  }
  return values;
}

const hashOf = (training: Training): string => weightsHash(training.request.model, training.state);

describe.each(methods.map((method) => [method.id, method] as const))('%s', (_id, method) => {
  it('builds with its defaults and reports finite values under its links’ names', () => {
    const training = trainingOf(method, 0);
    const values = run(training, 2);
    const bad = Object.entries(values).filter(([, value]) => !Number.isFinite(value));
    expect(bad).toEqual([]);
    expect(values['loss/fused']).toBeGreaterThan(0);
    for (const { definition } of method.links)
      if (!['unimodal-losses', 'proximal-pull'].includes(definition.id))
        expect(Object.keys(values).some((name) => name.startsWith(`${definition.id}/`))).toBe(true);
    training.dispose();
  });

  it('repeats bit for bit with its seed, and not with another', () => {
    const hashes = [5, 5, 6].map((seed) => {
      const training = trainingOf(method, seed);
      run(training, 2);
      const hash = hashOf(training);
      training.dispose();
      return hash;
    });
    expect(hashes[1]).toBe(hashes[0]);
    expect(hashes[2]).not.toBe(hashes[0]);
  });

  it('goes on from a checkpoint exactly as if it had never stopped', () => {
    const whole = trainingOf(method, 1);
    run(whole, 1);
    const parts = encodeSafetensors(packCheckpoint(whole.state, { epoch: 1, step: 0 }, {}));
    const contents = decodeSafetensors(Buffer.concat(parts), 'memory');
    const { state } = unpackCheckpoint(contents, whole.request.model, 'memory');
    const resumed = new Training(whole.request, state);
    for (const training of [whole, resumed]) {
      for (const [step, batch] of batches.entries()) training.step(batch, 1, step);
      training.endEpoch(1);
    }
    expect(hashOf(resumed)).toBe(hashOf(whole));
    expect(JSON.stringify(plainOf(resumed))).toBe(JSON.stringify(plainOf(whole)));
    whole.dispose();
    resumed.dispose();
  });

  it('keeps no tensor of a step', () => {
    const before = tf.memory().numTensors;
    const training = trainingOf(method, 2);
    run(training, 1);
    const afterOne = tf.memory().numTensors;
    run(training, 3);
    expect(tf.memory().numTensors).toBe(afterOne);
    training.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('lets every link be switched off, or refuses with a reason', () => {
    for (const { definition, required } of method.links) {
      const build = () => buildChain(method, { [definition.id]: 'off' });
      if (!required) {
        const training = trainingOf(method, 3, { [definition.id]: 'off' });
        expect(Number.isFinite(run(training, 1)['loss/fused'])).toBe(true);
        training.dispose();
      } else {
        expect(build).toThrowError(AppError);
        expect(codeOf(build)).toBe('method.link-required');
      }
    }
  });
});

/** Link states without their tensors. */
const plainOf = (training: Training): unknown =>
  JSON.parse(JSON.stringify(training.state.links, (_key, value: unknown) => (value instanceof tf.Tensor ? 'tensor' : value)));

function codeOf(f: () => unknown): string {
  try {
    f();
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
  return 'nothing thrown';
}

it('stops a run whose loss is not finite before a weight moves, with step, last link and last finite values', () => {
  const [redreg] = methods;
  if (!redreg) throw new Error('no methods');
  const training = trainingOf(redreg, 0);
  const [first] = batches;
  if (!first) throw new Error('no batches');
  training.step(first, 0, 0);
  const before = hashOf(training);
  const poisoned = { inputs: { ...first.inputs, audio: tf.fill([BATCH, 33, 40, 1], Number.NaN) }, labels: first.labels };
  let thrown: unknown;
  try {
    for (let step = 1; step < 12; step++) training.step(poisoned, 0, step);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(AppError);
  const { code, params } = thrown as AppError<'train.not-finite'>;
  expect(code).toBe('train.not-finite');
  expect(params.lastLink).toBe('orthogonal-projection');
  expect(params.lastFinite['loss/fused']).toBeGreaterThan(0);
  if (params.step === 1) expect(hashOf(training)).toBe(before);
  training.dispose();
  poisoned.inputs.audio.dispose();
});
