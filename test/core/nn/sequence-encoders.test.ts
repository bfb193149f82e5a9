import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Encoder } from '../../../src/core/nn/encoder.ts';
import { encoderFor } from '../../../src/core/nn/encoders.ts';
import { record } from '../../../src/core/tensor/record.ts';
import { ModelSettings } from '../../../src/core/train/config.ts';
import { openRuntime } from '../../../src/main/trainer/runtime/open.ts';

/** Forward and all gradients of the encoders of sequences beside PyTorch's, as test/fixtures/sequence/make.py recorded them. */

const Stored = z.object({ shape: z.array(z.number()), data: z.array(z.number()) });
type Stored = z.output<typeof Stored>;
const Found = z.object({
  map: Stored,
  features: Stored,
  gradients: z.record(z.string(), Stored),
  featureGradients: z.record(z.string(), Stored),
});
const Case = z.object({
  name: z.string(),
  settings: z.record(z.string(), z.unknown()),
  weights: z.record(z.string(), Stored),
  input: Stored,
  toFeatures: Stored,
  toMap: Stored,
  float32: Found,
  float64: Found,
});
const file = new URL('../../fixtures/sequence/encoders.json', import.meta.url);
const { cases } = z.object({ cases: z.array(Case) }).parse(JSON.parse(readFileSync(file, 'utf8')));

/**
 * Of the largest value of a tensor. Sums here have at most some hundred terms, so float32 is good for about 1e-6; what is left is for
 * layer norm, which divides differences of close values. A wrong formula is off by more than a hundredth.
 */
const TOLERANCE = 1e-5;

beforeAll(async () => {
  await openRuntime('cpu', { threads: 1 });
});

/** PyTorch's linear weights are [out, in] (a convolution's [out, in, 1]), ours [in, out]. */
const ours = ({ shape, data }: Stored): tf.Tensor =>
  shape.length === 1 ? tf.tensor(data, shape) : tf.transpose(tf.tensor(data, shape.slice(0, 2)));

const plain = ({ shape, data }: Stored): tf.Tensor => tf.tensor(data, shape);

/** Largest difference as a share of the largest expected value; the difference itself where all are zero (a first GRU step's state). */
function offBy(found: tf.Tensor | undefined, expected: tf.Tensor): number {
  expect(found?.shape).toEqual(expected.shape);
  const [a, b] = [found?.dataSync() ?? [], expected.dataSync()];
  const most = Math.max(...b.map(Math.abs)) || 1;
  return Math.max(...b.map((value, i) => Math.abs((a[i] ?? Number.NaN) - value))) / most;
}

function encoderOf({ settings, input }: z.output<typeof Case>): Encoder {
  const model = ModelSettings.parse({ sequence: settings });
  return encoderFor({ id: 'text', kind: 'sequence', shape: input.shape.slice(1) }, model);
}

describe.each(cases.map((one) => [one.name, one] as const))('%s', (_name, one) => {
  const encoder = encoderOf(one);

  test('has PyTorch’s parameters', () => {
    const expected = Object.entries(one.weights).map(([name, { shape }]) => [
      `text.${name}`,
      shape.length === 1 ? shape : [shape[1], shape[0]],
    ]);
    const found = encoder.parameters.map(({ name, shape }) => [name, shape]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
    expect(found).toHaveLength(expected.length);
  });

  /** Σ c₁ · features, and with the map Σ c₂ · map: its value and gradients. */
  function run(onlyFeatures: boolean) {
    const weights = Object.fromEntries(Object.entries(one.weights).map(([name, value]) => [`text.${name}`, ours(value)]));
    const [input, toFeatures, toMap] = [plain(one.input), plain(one.toFeatures), plain(one.toMap)];
    const pass = record(() => {
      const { features, map } = encoder.forward(weights, {}, input, 'training', { onlyFeatures });
      const own = tf.sum(tf.mul(features, toFeatures));
      return { features, map, loss: onlyFeatures ? own : tf.add(own, tf.sum(tf.mul(map, toMap))) };
    });
    const gradients = pass.backward([{ of: pass.value.loss, weight: 1 }], weights, { last: true });
    pass.dispose();
    return { ...pass.value, gradients, evaluated: encoder.forward(weights, {}, input, 'evaluation', { onlyFeatures }) };
  }

  test.each(['float32', 'float64'] as const)('forward and gradients are PyTorch’s in %s', (precision) => {
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const expected = one[precision];
      const whole = run(false);
      expect(offBy(whole.map, plain(expected.map))).toBeLessThan(TOLERANCE);
      expect(offBy(whole.evaluated.map, plain(expected.map))).toBeLessThan(TOLERANCE);
      for (const [name, gradient] of Object.entries(expected.gradients))
        expect(offBy(whole.gradients[`text.${name}`], ours(gradient)), name).toBeLessThan(TOLERANCE);

      const features = run(true);
      for (const found of [whole.features, features.features, features.evaluated.features])
        expect(offBy(found, plain(expected.features))).toBeLessThan(TOLERANCE);
      for (const [name, gradient] of Object.entries(expected.featureGradients))
        expect(offBy(features.gradients[`text.${name}`], ours(gradient)), name).toBeLessThan(TOLERANCE);
    });
    expect(tf.memory().numTensors).toBe(before);
  });
});
