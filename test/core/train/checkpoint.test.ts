import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import '../../support/small-maths.ts';
import { initialBuffers, initialWeights } from '../../../src/core/nn/initial.ts';
import { lateFusion } from '../../../src/core/nn/late-fusion.ts';
import { chanceOf } from '../../../src/core/tensor/stateless-normal.ts';
import { packCheckpoint, positionOf, unpackCheckpoint } from '../../../src/core/train/checkpoint.ts';
import { ModelSettings, OptimizerSettings } from '../../../src/core/train/config.ts';
import { optimizerOf } from '../../../src/core/train/optimizer.ts';
import { tensorsIn } from '../../../src/core/train/ownership.ts';
import { decodeSafetensors, encodeSafetensors } from '../../../src/core/train/safetensors.ts';
import type { TrainingState } from '../../../src/core/train/training.ts';

const modelOf = (width: number, scoring: 'heads' | 'slices' = 'heads'): ReturnType<typeof lateFusion> =>
  lateFusion({
    modalities: ['audio', 'video'].map((id) => ({ id, kind: 'spectrogram' as const, shape: [8, 8, 1] })),
    classes: 2,
    settings: ModelSettings.parse({ width }),
    scoring,
  });
const model = modelOf(4);

function stateOf(kind: 'sgd' | 'adam'): TrainingState {
  const weights = initialWeights(model, chanceOf(1));
  const optimizer = optimizerOf(OptimizerSettings.parse({ kind }));
  const moved = optimizer.update(weights, initialWeights(model, chanceOf(2)), optimizer.init(weights), 0.1);
  return {
    weights: moved.weights,
    buffers: initialBuffers(model),
    optimizer: moved.state,
    links: {
      nothing: null,
      averages: { audio: 0.1, video: 1e-300 },
      histories: { audio: [0.25, 1 / 3], video: [] },
      anchor: { weights: { 'audio.conv1.weight': tf.tensor2d([1, 2, 3, 4], [2, 2]) } },
      several: [tf.scalar(5), 'text', true],
      odd: [NaN, Infinity, -Infinity, -0, 1e-320],
    },
    globalStep: 42,
  };
}

/** Tensors as shape and numbers, all else as it is. */
function plain(value: unknown): unknown {
  if (value instanceof tf.Tensor) return { shape: value.shape, values: Array.from(value.dataSync()) };
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

describe('a checkpoint', () => {
  test.each(['sgd', 'adam'] as const)('comes back from a file as it went in: weights, moments, link states (%s)', (kind) => {
    const state = stateOf(kind);
    const best = { epoch: 2, accuracy: 0.1 };
    const position = { epoch: 3, step: 7, unmeasured: true, best, waiting: { ...best, waited: 1 } };
    const bytes = Buffer.concat(encodeSafetensors(packCheckpoint(state, position, { run: 'r1' })));
    const contents = decodeSafetensors(bytes, 'last.safetensors');
    expect(contents.metadata['run']).toBe('r1');
    const before = tf.memory().numTensors;
    const found = unpackCheckpoint(contents, model, 'last.safetensors');
    expect(tf.memory().numTensors).toBe(before + tensorsIn(state).size);
    expect(found.position).toEqual(position);
    expect(plain(found.state)).toEqual(plain(state));
  });

  test('names its tensors so that another program finds the weights', () => {
    const names = Object.keys(packCheckpoint(stateOf('sgd'), { epoch: 1, step: 0 }, {}).tensors);
    expect(names).toEqual(
      expect.arrayContaining([
        'audio.conv1.weight',
        'audio.bn1.running_mean',
        'optimizer.velocity.audio.conv1.weight',
        'links.anchor.weights.audio.conv1.weight',
        'links.several.0',
      ]),
    );
  });

  test('refuses a state that it could not give back: a bug of a link', () => {
    const pack = (links: TrainingState['links']): unknown =>
      packCheckpoint({ ...stateOf('sgd'), links }, { epoch: 0, step: 0 }, {});
    expect(() => pack({ seen: new Set([1]) })).toThrow('links.seen is no plain object');
    expect(() => pack({ next: () => 1 })).toThrow('links.next is a function');
    expect(() => pack({ counts: tf.tensor1d([1], 'int32') })).toThrow('links.counts of a checkpoint is int32');
  });

  test('says where it stands by its metadata alone', () => {
    const { metadata } = packCheckpoint(stateOf('sgd'), { epoch: 3, step: 7, best: { epoch: 1, accuracy: 0.5 } }, {});
    expect(positionOf(metadata, 'x')).toEqual({
      position: { epoch: 3, step: 7, unmeasured: false, best: { epoch: 1, accuracy: 0.5 }, waiting: null },
      globalStep: 42,
      updates: 1,
    });
    for (const counters of ['', '{', '{"epoch":-1}', '{"epoch":1,"step":0,"globalStep":"x","updates":1}'])
      expect(() => positionOf({ ...metadata, counters }, 'x')).toThrow(
        expect.objectContaining({ code: 'checkpoint.unreadable' }),
      );
  });

  test('its tensors outlive a tidy', () => {
    const packed = packCheckpoint(stateOf('sgd'), { epoch: 1, step: 0 }, {});
    let state: TrainingState | undefined;
    tf.tidy(() => {
      ({ state } = unpackCheckpoint(packed, model, 'x'));
    });
    expect([...tensorsIn(state)].every((tensor) => !tensor.isDisposed)).toBe(true);
  });

  test('does not fit a model of another width: the shapes differ', () => {
    const packed = packCheckpoint(stateOf('sgd'), { epoch: 1, step: 0 }, {});
    const unpack = (): unknown => unpackCheckpoint(packed, modelOf(8), 'last.safetensors');
    expect(unpack).toThrow(expect.objectContaining({ code: 'checkpoint.does-not-fit' }));
    expect(unpack).toThrow('of another shape: audio.conv1.weight');
  });

  test('does not fit a model with more tensors, or when a moment or a link’s tensor is missing', () => {
    const packed = packCheckpoint(stateOf('sgd'), { epoch: 1, step: 0 }, {});
    for (const name of ['head.audio.weight', 'video.bn1.running_var', 'optimizer.velocity.head.bias', 'links.several.0']) {
      const tensors = Object.fromEntries(Object.entries(packed.tensors).filter(([key]) => key !== name));
      expect(() => unpackCheckpoint({ ...packed, tensors }, model, 'last.safetensors')).toThrow(
        expect.objectContaining({
          code: 'checkpoint.does-not-fit',
          params: { file: 'last.safetensors', missing: [name], wrong: [] },
        }),
      );
    }
  });

  test('of another program is refused', () => {
    const packed = packCheckpoint(stateOf('sgd'), { epoch: 1, step: 0 }, {});
    expect(() => unpackCheckpoint({ ...packed, metadata: { format: 'pt' } }, model, 'm.safetensors')).toThrow(
      expect.objectContaining({ code: 'checkpoint.unreadable' }),
    );
  });
});
