import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import '../../support/small-maths.ts';
import { openRuntime } from '../../../src/main/trainer/runtime/open.ts';
import { findPack } from '../../../scripts/pack/find-pack.mjs';
import {
  BATCH_NORM,
  batchNormComposed,
  batchNormGradient,
  batchNormGradientComposed,
  batchNormInference,
  batchNormTraining,
} from '../../../src/core/tensor/batch-norm.ts';
import { reluGradient } from '../../../src/core/tensor/relu-gradient.ts';
import { normalNumbers } from '../../../src/core/tensor/stateless-normal.ts';

const pack = await findPack('cpu');
if (pack === undefined && process.env['CI'] === 'true')
  throw new Error('The TensorFlow pack is missing; on CI that is a failure. Run "redreg setup".');

const EPSILON = 1e-5;
const EXACT = { epsilon: 0, rectified: false } as const;
const PLAIN = { epsilon: EPSILON, rectified: false } as const;
const RECTIFIED = { epsilon: EPSILON, rectified: true } as const;
const numbers = (tensor: tf.Tensor | undefined): number[] => Array.from(tensor?.dataSync() ?? []);

/** Rounded to six decimals: float32 holds numbers of size 1 to about seven. */
const near = (values: readonly number[]): unknown[] => values.map((value) => expect.closeTo(value, 6) as unknown);

describe('batchNormComposed', () => {
  // Channel 0: 1, 3, 5, 7; channel 1: all 2.
  const x = (): tf.Tensor4D => tf.tensor4d([1, 2, 3, 2, 5, 2, 7, 2], [2, 1, 2, 2]);

  test('normalises each channel over all other axes (by hand)', () => {
    const { y, mean, variance } = batchNormComposed(x(), tf.tensor1d([2, 3]), tf.tensor1d([10, -1]), EXACT);
    // Channel 0: μ = 4, σ² = (9 + 1 + 1 + 9) / 4 = 5, with Bessel's correction 20 / 3; y = 10 + 2 (x − 4) / √5
    // 2/√5 = 0.894427: 10 − 3·0.894427 = 7.316718, 9.105573, 10.894427, 12.683282
    expect(numbers(mean)).toEqual([4, 2]);
    expect(numbers(variance)).toEqual([expect.closeTo(20 / 3, 5), 0]);
    const [first] = tf.split(y, 2, 3);
    expect(numbers(first).map((v) => v.toFixed(4))).toEqual(['7.3167', '9.1056', '10.8944', '12.6833']);
  });

  test('ε keeps a constant channel finite: it becomes its offset', () => {
    const { y } = batchNormComposed(x(), tf.tensor1d([2, 3]), tf.tensor1d([10, -1]), PLAIN);
    expect(numbers(tf.split(y, 2, 3)[1])).toEqual([-1, -1, -1, -1]);
  });

  test('one value per channel: the variance is the biased one, 0', () => {
    const { y, variance } = batchNormComposed(tf.tensor4d([5], [1, 1, 1, 1]), tf.tensor1d([2]), tf.tensor1d([1]), PLAIN);
    expect(numbers(variance)).toEqual([0]);
    expect(numbers(y)).toEqual([1]);
  });

  test('its gradient (by hand)', () => {
    // x = [−1, 1], scale s = 3, ε = 0: x̂ = x, σ = 1. Loss = Σ c·y with c = [1, 0].
    // ds = Σ c x̂ = −1; do = Σ c = 1; dx = s/σ (c − mean c − x̂ mean(c x̂)) = 3 ([1, 0] − 1/2 + [−1, 1]/2) = 3 [0, 0]
    const [x, scale, offset] = [tf.tensor4d([-1, 1], [2, 1, 1, 1]), tf.tensor1d([3]), tf.tensor1d([0])];
    const { reserve } = batchNormComposed(x, scale, offset, EXACT);
    const found = batchNormGradient(tf.tensor4d([1, 0], [2, 1, 1, 1]), x, scale, reserve, EXACT);
    expect(numbers(found.scale)).toEqual(near([-1]));
    expect(numbers(found.offset)).toEqual(near([1]));
    expect(numbers(found.x)).toEqual(near([0, 0]));
  });

  test('its gradient with three values (by hand)', () => {
    // x = [−1, 0, 1], scale 1, ε = 0: σ² = 2/3, σ = 0.816497, x̂ = [−1.224745, 0, 1.224745]. c = [1, 0, 0].
    // mean c = 1/3; mean(c x̂) = −0.408248; x̂ · that = [0.5, 0, −0.5]
    // dx = ([1, 0, 0] − 1/3 − [0.5, 0, −0.5]) / 0.816497 = [1/6, −1/3, 1/6] · 1.224745 = [0.204124, −0.408248, 0.204124]
    const [x, scale, offset] = [tf.tensor4d([-1, 0, 1], [3, 1, 1, 1]), tf.tensor1d([1]), tf.tensor1d([0])];
    const { reserve } = batchNormComposed(x, scale, offset, EXACT);
    const found = batchNormGradient(tf.tensor4d([1, 0, 0], [3, 1, 1, 1]), x, scale, reserve, EXACT);
    expect(numbers(found.x)).toEqual(near([0.204124, -0.408248, 0.204124]));
  });

  test('rectified, what is below zero becomes zero', () => {
    // Channel 0 is −2.683282, −0.894427, 0.894427, 2.683282 with scale 2 and offset 0.
    const { y } = batchNormComposed(x(), tf.tensor1d([2, 3]), tf.tensor1d([0, -1]), { ...EXACT, epsilon: 1e-9, rectified: true });
    expect(numbers(tf.split(y, 2, 3)[0]).map((v) => v.toFixed(4))).toEqual(['0.0000', '0.0000', '0.8944', '2.6833']);
    expect(numbers(tf.split(y, 2, 3)[1])).toEqual([0, 0, 0, 0]);
  });

  test('keeps five tensors: three results, two for the gradient', () => {
    const inputs = [x(), tf.tensor1d([2, 3]), tf.tensor1d([10, -1])] as const;
    const before = tf.memory().numTensors;
    batchNormComposed(...inputs, PLAIN);
    expect(tf.memory().numTensors).toBe(before + 5);
  });
});

describe('batchNormInference', () => {
  test('uses the statistics it is given, not those of the batch (by hand)', () => {
    const input = tf.tensor4d([1, 5], [2, 1, 1, 1]);
    const statistics = { mean: tf.tensor1d([3]), variance: tf.tensor1d([4]) };
    const before = tf.memory().numTensors;
    const y = batchNormInference(input, statistics, tf.tensor1d([10]), tf.tensor1d([0.5]), EXACT);
    // (1 − 3) / 2 · 10 + 0.5 = −9.5; (5 − 3) / 2 · 10 + 0.5 = 10.5
    expect(numbers(y)).toEqual(near([-9.5, 10.5]));
    // The result, and scale and offset made above in the call.
    expect(tf.memory().numTensors).toBe(before + 3);
  });
});

describe.skipIf(pack === undefined)('the fused kernel (skipped without the TensorFlow pack: run "redreg setup")', () => {
  beforeAll(async () => {
    await openRuntime('cpu');
  });

  /** Values and gradients of Σ c·y, c fixed normal numbers. */
  function run(
    form: typeof batchNormTraining,
    shape: number[],
    settings: typeof PLAIN | typeof RECTIFIED,
  ): Record<string, number[]> {
    const size = shape.reduce((a, b) => a * b, 1);
    const channels = shape.at(-1) ?? 1;
    const x = tf.tensor(normalNumbers(1, size), shape);
    const scale = tf.add(tf.tensor1d(normalNumbers(2, channels)), 1);
    const offset = tf.tensor1d(normalNumbers(3, channels));
    const c = tf.tensor(normalNumbers(4, size), shape);
    const { y, mean, variance, reserve } = form(x, scale, offset, settings);
    // The composed form's reserve is for the composed gradient.
    const gradient = form === batchNormComposed ? batchNormGradientComposed : batchNormGradient;
    const dy = settings.rectified ? reluGradient(c, y) : c;
    const { x: dx, scale: dscale, offset: doffset } = gradient(dy, x, scale, reserve, settings);
    return Object.fromEntries(Object.entries({ y, mean, variance, dx, dscale, doffset }).map(([name, t]) => [name, numbers(t)]));
  }

  const largestDifference = (a: readonly number[], b: readonly number[]): number =>
    Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? Number.NaN))));

  test('is what training uses', () => {
    expect(tf.getBackend()).toBe('tensorflow');
    expect(tf.getKernel(BATCH_NORM, 'tensorflow')).toBeDefined();
  });

  test.each([[[2, 3, 4, 5]], [[8, 7, 7, 16]], [[3, 1, 1, 2]]])('equals the composed form in value and gradient, %j', (shape) => {
    for (const settings of [PLAIN, RECTIFIED]) {
      const [fused, composed] = [run(batchNormTraining, shape, settings), run(batchNormComposed, shape, settings)];
      // Numbers up to about 4 and sums of up to 392 signed products that come to about 30, added up in another order: a few 1e-6 each;
      // a wrong term would show at 0.01 and more.
      for (const [name, values] of Object.entries(fused))
        expect(largestDifference(values, composed[name] ?? []), name).toBeLessThan(name.startsWith('d') ? 5e-5 : 1e-5);
    }
  });

  test('equals the composed form in evaluation', () => {
    const [x, s] = [tf.tensor(normalNumbers(1, 300), [2, 5, 6, 5]), (key: number) => tf.tensor1d(normalNumbers(key, 5))];
    const statistics = { mean: s(2), variance: tf.square(s(3)) };
    for (const settings of [PLAIN, RECTIFIED]) {
      const linear = tf.batchNorm(x as tf.Tensor4D, statistics.mean, statistics.variance as tf.Tensor1D, s(5), s(4), EPSILON);
      const expected = settings.rectified ? tf.relu(linear) : linear;
      const found = batchNormInference(x, statistics, s(4), s(5), settings);
      expect(largestDifference(numbers(found), numbers(expected))).toBeLessThan(1e-5 * Math.max(...numbers(tf.abs(linear))));
    }
  });

  test('gives the variance with Bessel’s correction (by hand)', () => {
    const x = tf.tensor4d([1, 3, 5, 7], [2, 1, 2, 1]);
    const { mean, variance } = batchNormTraining(x, tf.tensor1d([1]), tf.tensor1d([0]), PLAIN);
    // μ = 4; (9 + 1 + 1 + 9) / 3
    expect(numbers(mean)).toEqual([4]);
    expect(numbers(variance)).toEqual([expect.closeTo(20 / 3, 5)]);
  });

  test('with one value per channel both give variance 0', () => {
    for (const form of [batchNormTraining, batchNormComposed]) {
      const { y, variance } = form(tf.tensor4d([5], [1, 1, 1, 1]), tf.tensor1d([2]), tf.tensor1d([1]), PLAIN);
      expect(numbers(variance)).toEqual([0]);
      expect(numbers(y)).toEqual([1]);
    }
  });
});
