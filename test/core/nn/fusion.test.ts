import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import '../../support/small-maths.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import {
  type Branch,
  concat,
  film,
  type Fusion,
  fusions,
  gated,
  headLogits,
  headParameters,
  sum,
  zeroOutLogits,
} from '../../../src/core/nn/fusion.ts';
import { lateFusion } from '../../../src/core/nn/late-fusion.ts';
import { ModelSettings } from '../../../src/core/train/config.ts';

const BRANCHES: Branch[] = [
  { modality: 'audio', width: 2 },
  { modality: 'video', width: 1 },
];
const features = { audio: tf.tensor2d([[1, 2]]), video: tf.tensor2d([[3]]) };
const rows = (tensor: tf.Tensor | undefined): unknown => tensor?.arraySync();

const slice = (fusion: Fusion, weights: Record<string, tf.Tensor>, modality: string, training: boolean): unknown =>
  rows(fusion.slice?.(weights, BRANCHES, features, modality, training));

const shapes = (fusion: Fusion): unknown => Object.fromEntries(fusion.parameters(BRANCHES, 2).map((p) => [p.name, p.shape]));

describe('concat', () => {
  const weights = { 'head.weight': tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]), 'head.bias': tf.tensor1d([10, 20]) };

  test('joins in the order of the branches (by hand)', () => {
    expect(shapes(concat)).toEqual({ 'head.weight': [3, 2], 'head.bias': [2] });
    // [1 2 3] · W = [1 + 6 + 15, 2 + 8 + 18] = [22, 28], plus the bias
    expect(rows(concat.logits(weights, BRANCHES, features))).toEqual([[32, 48]]);
  });

  test('a slice is the modality’s rows and its equal share of the bias, and the slices add up to the whole', () => {
    // audio: [1 + 6, 2 + 8] + [5, 10]; video: [15, 18] + [5, 10]; together [32, 48]
    for (const training of [true, false]) {
      expect(slice(concat, weights, 'audio', training)).toEqual([[12, 20]]);
      expect(slice(concat, weights, 'video', training)).toEqual([[20, 28]]);
    }
  });

  test('with three modalities the share is a third', () => {
    const three = [...BRANCHES, { modality: 'text', width: 1 }];
    const w = { 'head.weight': tf.ones([4, 1]), 'head.bias': tf.tensor1d([9]) };
    const found = concat.slice?.(w, three, { ...features, text: tf.tensor2d([[7]]) }, 'text', true);
    // 7 + 9 / 3, to float32's rounding of a third
    expect(found?.dataSync()[0]).toBeCloseTo(10, 5);
  });
});

describe('sum', () => {
  const weights = {
    'fusion.audio.weight': tf.tensor2d([1, 2, 3, 4], [2, 2]),
    'fusion.audio.bias': tf.tensor1d([10, 20]),
    'fusion.video.weight': tf.tensor2d([5, 6], [1, 2]),
    'fusion.video.bias': tf.tensor1d([2, 4]),
  };

  test('adds a linear layer per modality (by hand)', () => {
    // audio [7, 10] + [10, 20]; video [15, 18] + [2, 4]
    expect(rows(sum.logits(weights, BRANCHES, features))).toEqual([[34, 52]]);
  });

  test('a slice has the full bias in training and half of it in validation', () => {
    expect(slice(sum, weights, 'audio', true)).toEqual([[17, 30]]);
    expect(slice(sum, weights, 'audio', false)).toEqual([[12, 20]]);
    expect(slice(sum, weights, 'video', true)).toEqual([[17, 22]]);
    expect(slice(sum, weights, 'video', false)).toEqual([[16, 20]]);
  });
});

describe('FiLM', () => {
  const weights = {
    'fusion.film.weight': tf.tensor2d([1, 2, 3, 4], [2, 2]),
    'fusion.film.bias': tf.tensor1d([0.5, -1]),
    'head.weight': tf.tensor2d([2, -1], [1, 2]),
    'head.bias': tf.tensor1d([1, 3]),
  };

  test('the first modality scales and shifts the second (by hand)', () => {
    expect(shapes(film)).toEqual({
      'fusion.film.weight': [2, 2],
      'fusion.film.bias': [2],
      'head.weight': [1, 2],
      'head.bias': [2],
    });
    // x W + b = [7.5, 9]: γ = 7.5, β = 9; γ·3 + β = 31.5; logits [63 + 1, −31.5 + 3]
    expect(rows(film.logits(weights, BRANCHES, features))).toEqual([[64, -28.5]]);
    expect(film.slice).toBeNull();
  });

  test('zero-out: the other modality’s features become zero, its biases stay', () => {
    // audio alone: γ·0 + 9 = 9: [19, −6]
    expect(rows(zeroOutLogits(film, weights, BRANCHES, features, 'audio'))).toEqual([[19, -6]]);
    // video alone: γ = 0.5, β = −1: 0.5·3 − 1 = 0.5: [2, 2.5]
    expect(rows(zeroOutLogits(film, weights, BRANCHES, features, 'video'))).toEqual([[2, 2.5]]);
  });
});

describe('gated', () => {
  const weights = {
    'fusion.audio.weight': tf.tensor2d([0, 0, 0, 0], [2, 2]),
    'fusion.audio.bias': tf.tensor1d([0, Math.log(3)]),
    'fusion.video.weight': tf.tensor2d([1, 2], [1, 2]),
    'fusion.video.bias': tf.tensor1d([1, 2]),
    'head.weight': tf.tensor2d([1, 0, 0, 1], [2, 2]),
    'head.bias': tf.tensor1d([10, 20]),
  };

  test('the first modality gates the second (by hand)', () => {
    expect(shapes(gated)).toEqual({
      'fusion.audio.weight': [2, 2],
      'fusion.audio.bias': [2],
      'fusion.video.weight': [1, 2],
      'fusion.video.bias': [2],
      'head.weight': [2, 2],
      'head.bias': [2],
    });
    // σ(0) = 1/2, σ(ln 3) = 3/4; y V + c = [4, 8]; [2, 6] + [10, 20]. To the rounding of ln 3 in float32.
    const [a, b] = gated.logits(weights, BRANCHES, features).dataSync();
    expect(a).toBeCloseTo(12, 5);
    expect(b).toBeCloseTo(26, 5);
    expect(gated.slice).toBeNull();
  });

  test('zero-out: the gate without its modality is the sigmoid of its bias', () => {
    // video's features 0: c = [1, 2]; gates 1/2 and 3/4: [0.5, 1.5] + [10, 20]
    const [a, b] = zeroOutLogits(gated, weights, BRANCHES, features, 'audio').dataSync();
    expect(a).toBeCloseTo(10.5, 5);
    expect(b).toBeCloseTo(21.5, 5);
  });
});

describe('a dedicated head', () => {
  test('is a linear layer that its modality owns (by hand)', () => {
    expect(headParameters({ modality: 'audio', width: 2 }, 3)).toEqual([
      { name: 'head.audio.weight', shape: [2, 3], owner: 'audio', part: 'head', kind: 'linear', stage: 'head' },
      { name: 'head.audio.bias', shape: [3], owner: 'audio', part: 'head', kind: 'bias', stage: 'head' },
    ]);
    const weights = { 'head.audio.weight': tf.tensor2d([1, 2, 3, 4], [2, 2]), 'head.audio.bias': tf.tensor1d([10, 20]) };
    // [1 + 6, 2 + 8] + [10, 20]
    expect(rows(headLogits(weights, features, 'audio'))).toEqual([[17, 30]]);
  });
});

describe('a model of three modalities', () => {
  const modalities = ['audio', 'video', 'text'].map((id) => ({ id, kind: 'spectrogram' as const, shape: [8, 8, 1] }));
  const build = (fusion: string): ReturnType<typeof lateFusion> =>
    lateFusion({ modalities, classes: 2, settings: ModelSettings.parse({ width: 4, fusion }), scoring: 'slices' });

  test.each(['film', 'gated'])('%s refuses it', (fusion) => {
    let thrown: unknown;
    try {
      build(fusion);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(AppError);
    expect(thrown).toMatchObject({ code: 'model.fusion-needs-two', params: { fusion, modalities: ['audio', 'video', 'text'] } });
  });

  test.each(['concat', 'sum'])('%s takes it', (fusion) => {
    expect(build(fusion).modalities).toEqual(['audio', 'video', 'text']);
  });
});

describe('where a modality’s own logits come from', () => {
  const modalities = ['audio', 'video'].map((id) => ({ id, kind: 'spectrogram' as const, shape: [8, 8, 1] }));
  const scoring = (fusion: string, asked: string, own: 'heads' | 'slices', among = modalities): string =>
    lateFusion({
      modalities: among,
      classes: 2,
      settings: ModelSettings.parse({ width: 4, fusion, scoring: asked }),
      scoring: own,
    }).scoring;

  test('is the method’s way unless the settings say otherwise', () => {
    expect(scoring('concat', 'auto', 'slices')).toBe('slices');
    expect(scoring('concat', 'auto', 'heads')).toBe('heads');
    expect(scoring('concat', 'zero-out', 'heads')).toBe('zero-out');
  });

  test.each(['film', 'gated'])('%s has no slices: zero-out takes their place', (fusion) => {
    expect(scoring(fusion, 'auto', 'slices')).toBe('zero-out');
    expect(scoring(fusion, 'auto', 'heads')).toBe('heads');
  });

  test('a single modality is scored by the model itself, whatever the fusion', () => {
    for (const { id } of fusions) expect(scoring(id, 'auto', 'heads', modalities.slice(0, 1))).toBe('itself');
  });
});
