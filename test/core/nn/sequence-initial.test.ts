import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import '../../support/small-maths.ts';
import { initialWeights } from '../../../src/core/nn/initial.ts';
import { lateFusion } from '../../../src/core/nn/late-fusion.ts';
import { chanceOf } from '../../../src/core/tensor/stateless-normal.ts';
import { ModelSettings } from '../../../src/core/train/config.ts';

/** First values beside those that PyTorch drew (test/fixtures/sequence/make.py): width 40 of 20 features, five heads, two layers; a GRU of 40. */
const file = new URL('../../fixtures/sequence/encoders.json', import.meta.url);
const Ranges = z.record(z.string(), z.object({ shape: z.array(z.number()), least: z.number(), most: z.number() }));
const { ranges, layersBeginAlike } = z
  .object({ first: z.object({ ranges: Ranges, layersBeginAlike: z.boolean() }) })
  .parse(JSON.parse(readFileSync(file, 'utf8'))).first;

function drawn(sequence: object, seed = 1): Record<string, tf.Tensor> {
  const modalities = ['text', 'audio'].map((id) => ({ id, kind: 'sequence' as const, shape: [3, 20] }));
  const settings = ModelSettings.parse({ sequence });
  return initialWeights(lateFusion({ modalities, classes: 2, settings, scoring: 'heads' }), chanceOf(seed));
}
const weights = { ...drawn({ kind: 'gru', dim: 40 }), ...drawn({ kind: 'transformer', layers: 2 }) };
const numbers = (name: string): Float32Array => weights[name]?.dataSync<'float32'>() ?? new Float32Array();

describe('first values', () => {
  test.each(Object.entries(ranges))('%s: the range is PyTorch’s', (name, { shape, least, most }) => {
    const found = numbers(`text.${name}`);
    const size = shape.reduce((n, d) => n * d, 1);
    expect(found).toHaveLength(size);
    const [low, high] = [Math.min(...found), Math.max(...found)];
    if (least === most) return expect([low, high]).toEqual([least, most]);
    // Both are extremes of `size` numbers of one uniform range: within some ten ranges over `size` of its end.
    const slack = (10 * (most - least)) / size;
    expect(Math.abs(high - most)).toBeLessThan(slack);
    expect(Math.abs(low - least)).toBeLessThan(slack);
  });

  test('are uniform: mean 0 and deviation bound/√3', () => {
    const found = tf.tensor(numbers('text.transformer.layers.0.linear1.weight'));
    const { mean, variance } = tf.moments(found);
    // 81,920 numbers of ±1/√40 = ±0.15811: deviation 0.09129, that of the mean 0.0003; five of them.
    expect(Math.abs(mean.dataSync()[0] ?? 1)).toBeLessThan(0.0016);
    expect(Math.sqrt(variance.dataSync()[0] ?? 0)).toBeCloseTo(0.09129, 3);
  });

  test('a transformer’s layers begin alike, as PyTorch’s copies do; modalities do not', () => {
    expect(layersBeginAlike).toBe(true);
    const [one, two, other] = ['text.transformer.layers.0', 'text.transformer.layers.1', 'audio.transformer.layers.0'].map((at) =>
      numbers(`${at}.linear1.weight`),
    );
    // Counted: the difference of so many numbers would take minutes to print.
    const differing = (a: Float32Array = new Float32Array(), b: Float32Array = new Float32Array()): number =>
      a.filter((value, i) => value !== b[i]).length;
    expect(differing(one, two)).toBe(0);
    expect(differing(one, other)).toBeGreaterThan(80_000);
  });

  test('the heads stay xavier-normal with bias 0', () => {
    // [80, 2]: √(2 / 82) = 0.1562 over 160 numbers: known to 5.6 %; four of them. Uniform ±1/√80 would have 0.0645.
    const { variance } = tf.moments(tf.tensor(numbers('head.weight')));
    expect(Math.abs(Math.sqrt(variance.dataSync()[0] ?? 0) / 0.1562 - 1)).toBeLessThan(0.23);
    expect(new Set(numbers('head.bias'))).toEqual(new Set([0]));
  });
});
