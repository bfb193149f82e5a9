import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import '../../support/small-maths.ts';
import { lateFusion } from '../../../src/core/nn/late-fusion.ts';
import { initialBuffers, initialWeights } from '../../../src/core/nn/initial.ts';
import { resnet18 } from '../../../src/core/nn/resnet18.ts';
import { chanceOf } from '../../../src/core/tensor/stateless-normal.ts';
import { ModelSettings } from '../../../src/core/train/config.ts';

const audio = resnet18({ owner: 'audio', sample: [257, 188, 1], width: 64 });
const video = resnet18({ owner: 'video', sample: [3, 224, 224, 3], width: 64 });

const count = (encoder: typeof audio): number =>
  encoder.parameters.reduce((total, p) => total + p.shape.reduce((size, n) => size * n, 1), 0);

describe('resnet18', () => {
  test('has as many parameters as the official network without its classifier', () => {
    // torchvision's 11,689,512 less the classifier's 513,000 is 11,176,512; one input channel saves 2 · 7 · 7 · 64 = 6272
    expect(count(video)).toBe(11_176_512);
    expect(count(audio)).toBe(11_170_240);
  });

  test('has 60 tensors: 20 convolutions, each with scale and shift; and 40 running statistics', () => {
    for (const encoder of [audio, video]) {
      expect(encoder.parameters).toHaveLength(60);
      expect(new Set(encoder.parameters.map((p) => p.name)).size).toBe(60);
      for (const kind of ['convolution', 'norm-scale', 'norm-shift'])
        expect(encoder.parameters.filter((p) => p.kind === kind)).toHaveLength(20);
      expect(encoder.buffers).toHaveLength(40);
    }
  });

  test('names its tensors as PyTorch does, with owner and stage', () => {
    expect(audio.parameters[0]).toEqual({
      name: 'audio.conv1.weight',
      shape: [7, 7, 1, 64],
      owner: 'audio',
      part: 'encoder',
      kind: 'convolution',
      stage: 'stem',
    });
    const shapes = Object.fromEntries(video.parameters.map((p) => [p.name, p.shape]));
    expect(shapes['video.layer2.0.downsample.0.weight']).toEqual([1, 1, 64, 128]);
    expect(shapes['video.layer4.1.conv2.weight']).toEqual([3, 3, 512, 512]);
    // The first stage keeps width and size, so it needs no downsample.
    expect(shapes['video.layer1.0.downsample.0.weight']).toBeUndefined();
    expect(video.buffers.slice(0, 2)).toEqual([
      { name: 'video.bn1.running_mean', shape: [64], owner: 'video', initial: 0 },
      { name: 'video.bn1.running_var', shape: [64], owner: 'video', initial: 1 },
    ]);
  });

  test('counts multiply-accumulates: 1.785 G for a 257x188 spectrogram, 5.441 G for three frames of 224', () => {
    expect(audio.width).toBe(512);
    expect((audio.macs / 1e9).toFixed(3)).toBe('1.785');
    expect((video.macs / 1e9).toFixed(3)).toBe('5.441');
  });

  test('counts by hand for the stem of a tiny picture', () => {
    // 1x1 picture, 1 channel, width 1: every map is 1x1, so macs = Σ k²·from·to =
    // 49 + (4·9) + (18 + 36 + 2 + 72) + (72 + 144 + 8 + 288) + (288 + 576 + 32 + 1152) = 49 + 36 + 128 + 512 + 2048
    expect(resnet18({ owner: 'a', sample: [1, 1, 1], width: 1 }).macs).toBe(2773);
  });

  test.each([
    // 257 → 129 → 65 → 65 → 33 → 17 → 9; 188 → 94 → 47 → 47 → 24 → 12 → 6
    { id: 'audio', kind: 'spectrogram', shape: [257, 188, 1], batch: 1, map: [1, 9, 6, 32] },
    // 64 → 32 → 16 → 16 → 8 → 4 → 2; the frames of all samples lie in the batch axis
    { id: 'video', kind: 'frames', shape: [3, 64, 64, 3], batch: 2, map: [6, 2, 2, 32] },
  ] as const)('gives features and map of the right shapes, $id', ({ batch, map, ...modality }) => {
    const settings = ModelSettings.parse({ width: 4 });
    const model = lateFusion({ modalities: [modality], classes: 2, settings, scoring: 'heads' });
    const [weights, buffers] = [initialWeights(model, chanceOf(0)), initialBuffers(model)];
    const input = chanceOf(0).normal('input', 0, [batch, ...modality.shape]);
    const encoded = tf.tidy(() => model.encoders[modality.id]?.forward(weights, buffers, input, 'training') as never) as {
      features: tf.Tensor;
      map: tf.Tensor;
      statistics: Record<string, tf.Tensor>;
    };
    expect(encoded.map.shape).toEqual(map);
    expect(encoded.features.shape).toEqual([batch, 32]);
    expect(Object.keys(encoded.statistics).toSorted()).toEqual(Object.keys(buffers).toSorted());
    // Pooling: the mean over space and over the frames of a sample.
    const frames = map[0] / batch;
    const pooled = tf.mean(tf.reshape(encoded.map, [batch, frames * map[1] * map[2], 32]), 1);
    expect(tf.max(tf.abs(tf.sub(pooled, encoded.features))).dataSync()[0]).toBe(0);
    const evaluated = model.encoders[modality.id]?.forward(weights, buffers, input, 'evaluation');
    expect(evaluated?.statistics).toEqual({});
  });

  test('in evaluation gives the same for many pictures as for each alone, and keeps only its results', () => {
    const modality = { id: 'a', kind: 'spectrogram', shape: [16, 16, 1] } as const;
    const model = lateFusion({
      modalities: [modality],
      classes: 2,
      settings: ModelSettings.parse({ width: 4 }),
      scoring: 'heads',
    });
    const [weights, buffers] = [initialWeights(model, chanceOf(0)), initialBuffers(model)];
    const [encoder, many] = [model.encoders['a'], chanceOf(0).normal('input', 0, [50, 16, 16, 1])];
    const maps = [many, tf.slice(many, [49], [1]), tf.slice(many, [0], [1])].map((input) => {
      const before = tf.memory().numTensors;
      const found = tf.tidy(() => encoder?.forward(weights, buffers, input, 'evaluation').map as tf.Tensor);
      expect(tf.memory().numTensors).toBe(before + 1);
      return Array.from(found.dataSync());
    });
    expect(maps[0]).toHaveLength(50 * 32);
    expect(maps[0]?.slice(-32)).toEqual(maps[1]);
    expect(maps[0]?.slice(0, 32)).toEqual(maps[2]);
  });

  test('says which tensor is missing', () => {
    const encoder = resnet18({ owner: 'a', sample: [8, 8, 1], width: 4 });
    expect(() => encoder.forward({}, {}, tf.zeros([1, 8, 8, 1]), 'evaluation')).toThrow('no tensor named a.conv1.weight');
  });
});
