import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../src/core/errors/app-error.ts';
import { methods } from '../../src/core/methods/index.ts';
import { assemble } from '../../src/core/train/assemble.ts';
import { packCheckpoint, unpackCheckpoint } from '../../src/core/train/checkpoint.ts';
import { RunConfig } from '../../src/core/train/config.ts';
import { decodeSafetensors, encodeSafetensors } from '../../src/core/train/safetensors.ts';
import { buildChain, type Method, optionsOf } from '../../src/core/train/method.ts';
import { presetOf, presetsOf } from '../../src/core/train/presets.ts';
import { Training } from '../../src/core/train/training.ts';
import { openRuntime } from '../../src/main/trainer/runtime/open.ts';
import { weightsHash } from '../../src/main/trainer/weights-hash.ts';
import { sampleBatches, type SampleBatches } from '../support/sample-batches.ts';

/**
 * Every registered method, with each of its presets, goes through the same properties, on batches of the sample set. A method joins by
 * its line in `methods/index.ts`. That each learns is in learning.test.ts.
 */

const BATCH = 4;
const STEPS = 3;
/** Steps of the second epoch before the checkpoint. */
const SAVED_AFTER = 2;

let set: SampleBatches;
beforeAll(async () => {
  await openRuntime('cpu', { threads: 1 });
  set = await sampleBatches(BATCH, STEPS);
});
afterAll(() => set.close());

function trainingOf(method: Method, preset: string, seed: number, links: RunConfig['links'] = {}): Training {
  const settings = presetOf(preset, method.id);
  const config = RunConfig.parse({
    method: method.id,
    preset: settings.label,
    seed,
    links: { ...settings.links, ...links },
    data: { layout: 'crema-d', name: 'none', root: '/' },
    model: { ...settings.model, width: 4 },
    training: { ...settings.training, epochs: 4, batch: BATCH },
  });
  const { modalities, classes } = set.dataset;
  return new Training(assemble(config, { modalities, classes: classes.length, trainSamples: BATCH * STEPS }));
}

/** Steps `from` to `to` of an epoch, and its end where they reach it. Everything reported, the latest value of each. */
function steps(training: Training, epoch: number, from = 0, to = STEPS): Record<string, number> {
  let values: Record<string, number> = {};
  for (const [step, batch] of set.batches.entries())
    if (step >= from && step < to) values = { ...values, ...training.step(batch, epoch, step) };
  return to < STEPS ? values : { ...values, ...training.endEpoch(epoch) };
}

const hashOf = (training: Training): string => weightsHash(training.request.model, training.state);

/** Through a checkpoint's bytes and back. */
function reopened({ request, state }: Training, position: { epoch: number; step: number }): Training {
  const parts = encodeSafetensors(packCheckpoint(state, position, {}));
  return new Training(
    request,
    unpackCheckpoint(decodeSafetensors(Buffer.concat(parts), 'memory'), request.model, 'memory').state,
  );
}

/** All of a training's state but the weights, with its tensors' numbers. */
const linksOf = ({ state }: Training): string =>
  JSON.stringify(state.links, (_key, value: unknown) => (value instanceof tf.Tensor ? Array.from(value.dataSync()) : value));

const table = methods.flatMap((method) => presetsOf(method).map((preset) => [method.id, preset.id, method] as const));

describe.each(table)('%s, preset %s', (_id, preset, method) => {
  it('has valid settings that stay what they are when read again', () => {
    const { links, label, model, training } = presetOf(preset, method.id);
    const raw = { method: method.id, preset: label, links, model, training, data: { layout: 'crema-d', name: 'n', root: '/' } };
    const parsed = RunConfig.parse(raw);
    expect(RunConfig.parse(JSON.parse(JSON.stringify(parsed)))).toEqual(parsed);
    for (const use of method.links) {
      const defaults = optionsOf(method, use, {});
      expect(optionsOf(method, use, defaults as Record<string, unknown>)).toEqual(defaults);
    }
  });

  it('runs, says what it decides, repeats bit for bit, goes on from a checkpoint in mid-epoch, and keeps no tensor', () => {
    const before = tf.memory().numTensors;
    const whole = trainingOf(method, preset, 5);
    const values = steps(whole, 0);
    const afterOne = tf.memory().numTensors;
    Object.assign(values, steps(whole, 1, 0, SAVED_AFTER));
    const resumed = reopened(whole, { epoch: 1, step: SAVED_AFTER });
    const again = trainingOf(method, preset, 5);
    steps(again, 0);
    steps(again, 1);
    for (const training of [whole, resumed]) Object.assign(values, steps(training, 1, SAVED_AFTER));

    expect(Object.entries(values).filter(([, value]) => !Number.isFinite(value))).toEqual([]);
    expect(values['loss/fused']).toBeGreaterThan(0);
    // Losses' weights are no decision of a step; every other link reports what it found or decided, under its own name.
    for (const { id } of whole.request.chain.links)
      if (id !== 'unimodal-losses') expect(Object.keys(values).filter((name) => name.startsWith(`${id}/`))).not.toEqual([]);

    expect([hashOf(again), linksOf(again)]).toEqual([hashOf(whole), linksOf(whole)]);
    expect([hashOf(resumed), linksOf(resumed)]).toEqual([hashOf(whole), linksOf(whole)]);
    expect(resumed.state.globalStep).toBe(whole.state.globalStep);

    resumed.dispose();
    again.dispose();
    expect(tf.memory().numTensors).toBe(afterOne);
    whole.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe.each(methods.map((method) => [method.id, method] as const))('%s', (_id, method) => {
  it('gives other weights with another seed', () => {
    const [one, other] = [5, 6].map((seed) => {
      const training = trainingOf(method, 'official', seed);
      steps(training, 0);
      const hash = hashOf(training);
      training.dispose();
      return hash;
    });
    expect(one).not.toBe(other);
  });

  it('lets every link be switched off, or refuses with a reason', () => {
    for (const { definition, required } of method.links) {
      if (required) {
        expect(codeOf(() => buildChain(method, { [definition.id]: 'off' }))).toBe('method.link-required');
        continue;
      }
      const training = trainingOf(method, 'official', 3, { [definition.id]: 'off' });
      const values = steps(training, 0);
      expect(values['loss/fused']).toSatisfy(Number.isFinite);
      expect(Object.keys(values).filter((name) => name.startsWith(`${definition.id}/`))).toEqual([]);
      training.dispose();
    }
  });
});

/** What is left of RedReg without its projection is the control: its monitor and gate only look on. */
it('redreg without orthogonal projection gives the weights of uniform losses with modality dropout, bit for bit', () => {
  const hashes = (
    [
      ['redreg', 'without-orthogonal-projection'],
      ['uniform', 'modality-dropout'],
      ['redreg', 'official'],
    ] as const
  ).map(([id, preset]) => {
    const method = methods.find((m) => m.id === id);
    if (!method) throw new Error(`There is no method ${id}.`);
    const training = trainingOf(method, preset, 0);
    for (const epoch of [0, 1]) steps(training, epoch);
    const hash = hashOf(training);
    training.dispose();
    return hash;
  });
  expect(hashes[0]).toBe(hashes[1]);
  expect(hashes[0]).not.toBe(hashes[2]);
});

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
  const [first] = set.batches;
  if (!redreg || !first) throw new Error('no methods or no batches');
  const training = trainingOf(redreg, 'official', 0);
  training.step(first, 0, 0);
  const before = hashOf(training);
  const poisoned = {
    inputs: { ...first.inputs, audio: tf.fill([...(first.inputs['audio']?.shape ?? [])], Number.NaN) },
    labels: first.labels,
  };
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
