import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import '../../support/small-maths.ts';
import { initialBuffers, initialDeviation, initialWeights } from '../../../src/core/nn/initial.ts';
import { lateFusion } from '../../../src/core/nn/late-fusion.ts';
import type { ParameterInfo } from '../../../src/core/nn/parameter.ts';
import { chanceOf } from '../../../src/core/tensor/stateless-normal.ts';
import { ModelSettings } from '../../../src/core/train/config.ts';

const info = (kind: ParameterInfo['kind'], shape: number[]): ParameterInfo => ({
  name: 'w',
  shape,
  owner: null,
  part: 'encoder',
  kind,
  stage: 'stem',
});

describe('initialDeviation', () => {
  test.each([
    // Kaiming with fan-out: √(2 / (64 · 7 · 7)) = √(2 / 3136)
    ['convolution', [7, 7, 3, 64], 0.025254],
    // √(2 / (128 · 3 · 3)) = √(2 / 1152); fan-in 64 would give 0.0589
    ['convolution', [3, 3, 64, 128], 0.041667],
    // √(2 / 128)
    ['convolution', [1, 1, 64, 128], 0.125],
    // Xavier: √(2 / (1024 + 6)) = √(2 / 1030)
    ['linear', [1024, 6], 0.044065],
    // √(2 / (2 + 6)) = 1/2
    ['linear', [2, 6], 0.5],
  ] as const)('%s %j: %f', (kind, shape, expected) => {
    expect(initialDeviation(info(kind, [...shape]))).toBeCloseTo(expected, 6);
  });
});

describe('initialWeights', () => {
  const modalities = ['audio', 'video'].map((id) => ({ id, kind: 'spectrogram' as const, shape: [16, 16, 1] }));
  const build = (scoring: 'heads' | 'slices'): ReturnType<typeof lateFusion> =>
    lateFusion({ modalities, classes: 6, settings: ModelSettings.parse({ width: 8 }), scoring });
  const model = build('heads');
  const weights = initialWeights(model, chanceOf(0));
  const deviation = (name: string): number => {
    const { variance } = tf.moments(weights[name] ?? tf.scalar(Number.NaN));
    return Math.sqrt(variance.dataSync()[0] ?? Number.NaN);
  };

  test('makes each parameter in its shape: norms 1 and 0, biases 0', () => {
    for (const { name, shape, kind } of model.parameters) {
      expect(weights[name]?.shape, name).toEqual(shape);
      if (kind === 'convolution' || kind === 'linear') continue;
      expect(new Set(weights[name]?.dataSync()), name).toEqual(new Set([kind === 'norm-scale' ? 1 : 0]));
    }
  });

  test('draws convolutions with the deviation of their kind', () => {
    // layer4.1.conv2 is [3, 3, 64, 64]: √(2 / 576) = 0.058926. 36,864 numbers: the deviation is known to 1/√(2n) = 0.37 %; five of them.
    expect(Math.abs(deviation('audio.layer4.1.conv2.weight') / 0.058926 - 1)).toBeLessThan(0.019);
    // The fused head [128, 6]: √(2 / 134) = 0.122169. 768 numbers: 2.6 %; five of them.
    expect(Math.abs(deviation('head.weight') / 0.122169 - 1)).toBeLessThan(0.13);
  });

  test('gives modalities different numbers, and a parameter the same whatever else the model has', () => {
    const without = initialWeights(build('slices'), chanceOf(0));
    const values = (tensor: tf.Tensor | undefined): number[] => Array.from(tensor?.dataSync() ?? []);
    expect(values(without['audio.conv1.weight'])).toEqual(values(weights['audio.conv1.weight']));
    expect(values(without['head.weight'])).toEqual(values(weights['head.weight']));
    expect(values(weights['audio.conv1.weight'])).not.toEqual(values(weights['video.conv1.weight']));
    expect(values(initialWeights(model, chanceOf(1))['audio.conv1.weight'])).not.toEqual(values(weights['audio.conv1.weight']));
  });

  test('leaves one tensor a parameter', () => {
    const before = tf.memory().numTensors;
    initialWeights(model, chanceOf(0));
    expect(tf.memory().numTensors).toBe(before + model.parameters.length);
  });
});

describe('initialBuffers', () => {
  test('are mean 0 and variance 1', () => {
    const modalities = [{ id: 'audio', kind: 'spectrogram' as const, shape: [16, 16, 1] }];
    const model = lateFusion({ modalities, classes: 2, settings: ModelSettings.parse({ width: 4 }), scoring: 'heads' });
    const buffers = initialBuffers(model);
    expect(Object.keys(buffers)).toHaveLength(40);
    expect(Array.from(buffers['audio.bn1.running_mean']?.dataSync() ?? [])).toEqual([0, 0, 0, 0]);
    expect(Array.from(buffers['audio.bn1.running_var']?.dataSync() ?? [])).toEqual([1, 1, 1, 1]);
  });
});
