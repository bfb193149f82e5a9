import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import '../../support/small-maths.ts';
import { openRuntime } from '../../../src/main/trainer/runtime/open.ts';
import { findPack } from '../../../scripts/pack/find-pack.mjs';
import {
  convolution,
  CONVOLUTION,
  CONVOLUTION_FILTER_GRADIENT,
  CONVOLUTION_INPUT_GRADIENT,
  convolutionFilterGradient,
  convolutionInputGradient,
} from '../../../src/core/tensor/convolution.ts';
import { MAX_POOL, MAX_POOL_GRADIENT, maxPool, maxPoolGradient } from '../../../src/core/tensor/max-pool.ts';
import { SQUARED_NORM, squaredNorm } from '../../../src/core/tensor/norm.ts';
import { RELU_GRADIENT, reluGradient } from '../../../src/core/tensor/relu-gradient.ts';
import { normalNumbers } from '../../../src/core/tensor/stateless-normal.ts';

/** Every operation of core/tensor that has a fused kernel: first by hand in its composed form, then each kernel against that form. */

const pack = await findPack('cpu');
if (pack === undefined && process.env['CI'] === 'true')
  throw new Error('The TensorFlow pack is missing; on CI that is a failure. Run "redreg setup".');

const numbers = (tensor: tf.Tensor): number[] => Array.from(tensor.dataSync());
const normal = (key: number, shape: number[]): tf.Tensor => tf.tensor(normalNumbers(key, tf.util.sizeFromShape(shape)), shape);

describe('composed (by hand)', () => {
  test('a convolution with stride 2 and padding 1 looks at pixels −1, 1, 3, as PyTorch’s does', () => {
    // One row 1 2 3 4 with a 3x3 filter whose middle row is 1 10 100: windows [0 1 2] and [2 3 4] → 0 + 10 + 200, 2 + 30 + 400.
    const x = tf.tensor4d([1, 2, 3, 4], [1, 1, 4, 1]);
    const filter = tf.tensor4d([0, 0, 0, 1, 10, 100, 0, 0, 0], [3, 3, 1, 1]);
    expect(numbers(convolution(x, filter, { stride: 2, padding: 1 }))).toEqual([210, 432]);
    // dy = [1, 2]: pixel 0 is the middle of window 0 (10), 1 its right (100) and window 1's left (2·1), 2 window 1's middle, 3 its right.
    const dy = tf.tensor4d([1, 2], [1, 1, 2, 1]);
    expect(numbers(convolutionInputGradient(filter, dy, [1, 1, 4, 1], { stride: 2, padding: 1 }))).toEqual([10, 102, 20, 200]);
    // Middle row of the filter: left 1·0 + 2·2, middle 1·1 + 2·3, right 1·2 + 2·4.
    const dw = convolutionFilterGradient(x, dy, [3, 3, 1, 1], { stride: 2, padding: 1 });
    expect(numbers(dw)).toEqual([0, 0, 0, 4, 7, 10, 0, 0, 0]);
  });

  test('max pooling 3/2 with padding 1, and its gradient', () => {
    const x = tf.tensor4d([1, 5, 2, 3], [1, 1, 4, 1]);
    const settings = { size: 3, stride: 2, padding: 1 };
    const pooled = maxPool(x, settings);
    expect(numbers(pooled.y)).toEqual([5, 5]);
    // Both windows have their largest value at pixel 1.
    expect(numbers(maxPoolGradient(x, pooled, tf.tensor4d([1, 2], [1, 1, 2, 1]), settings))).toEqual([0, 3, 0, 0]);
  });

  test('a ReLU lets the gradient through where its output is above zero', () => {
    expect(numbers(reluGradient(tf.tensor1d([7, 8, 9]), tf.tensor1d([0, 0.5, 2])))).toEqual([0, 8, 9]);
  });
});

type Run = () => Record<string, tf.Tensor>;

const convolutions = [
  { name: 'stem', x: [2, 21, 16, 3], filter: [7, 7, 3, 8], stride: 2, padding: 3 },
  { name: '3x3', x: [2, 9, 6, 8], filter: [3, 3, 8, 8], stride: 1, padding: 1 },
  { name: '3x3 with stride 2, even', x: [2, 8, 8, 8], filter: [3, 3, 8, 16], stride: 2, padding: 1 },
  { name: '3x3 with stride 2, odd', x: [2, 9, 7, 8], filter: [3, 3, 8, 16], stride: 2, padding: 1 },
  { name: '1x1 with stride 2', x: [2, 9, 6, 8], filter: [1, 1, 8, 16], stride: 2, padding: 0 },
] as const;

/** What each does, on fixed numbers; the same call is fused on one backend and composed on another. */
const cases: readonly (readonly [string, Run])[] = [
  ...convolutions.map(({ name, x: xShape, filter: fShape, ...settings }): readonly [string, Run] => [
    `convolution, ${name}`,
    () => {
      const [x, filter] = [normal(1, [...xShape]), normal(2, [...fShape])];
      const y = convolution(x, filter, settings);
      const dy = normal(3, y.shape);
      return {
        y,
        dx: convolutionInputGradient(filter, dy, x.shape, settings),
        dfilter: convolutionFilterGradient(x, dy, filter.shape, settings),
      };
    },
  ]),
  ...[
    [2, 8, 8, 4],
    [3, 9, 7, 5],
  ].map((shape): readonly [string, Run] => [
    `max pooling of ${shape.join('x')}`,
    () => {
      const settings = { size: 3, stride: 2, padding: 1 };
      const x = tf.relu(normal(4, shape));
      const pooled = maxPool(x, settings);
      // Where a whole window is zero the two may choose another pixel; no such window has a gradient behind a ReLU.
      const dy = tf.mul(normal(5, pooled.y.shape), tf.cast(tf.greater(pooled.y, 0), 'float32'));
      return { y: pooled.y, inference: maxPool(x, settings, false).y, dx: maxPoolGradient(x, pooled, dy, settings) };
    },
  ]),
  ['the gradient of a ReLU', () => ({ dx: reluGradient(normal(6, [3, 5]), tf.relu(normal(7, [3, 5]))) })],
  ['the squared norm', () => ({ norm: squaredNorm(normal(8, [50, 7])) })],
];

describe.skipIf(pack === undefined)('fused (skipped without the TensorFlow pack: run "redreg setup")', () => {
  const composed = new Map(cases.map(([name, run]) => [name, arrays(run())]));

  beforeAll(async () => {
    await openRuntime('cpu');
  });

  function arrays(tensors: Record<string, tf.Tensor>): Record<string, number[]> {
    return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, numbers(tensor)]));
  }

  test.each([
    CONVOLUTION,
    CONVOLUTION_INPUT_GRADIENT,
    CONVOLUTION_FILTER_GRADIENT,
    MAX_POOL,
    MAX_POOL_GRADIENT,
    RELU_GRADIENT,
    SQUARED_NORM,
  ])('%s is there', (kernel) => {
    expect(tf.getKernel(kernel, 'tensorflow')).toBeDefined();
  });

  test.each(cases)('equals the composed form: %s', (name, run) => {
    expect(tf.getBackend()).toBe('tensorflow');
    const found = arrays(run());
    for (const [output, values] of Object.entries(found)) {
      const expected = composed.get(name)?.[output] ?? [];
      expect(values).toHaveLength(expected.length);
      const size = Math.max(...expected.map(Math.abs));
      const worst = Math.max(...values.map((value, i) => Math.abs(value - (expected[i] ?? Number.NaN))));
      // Sums of at most some hundred products in another order, relative to the largest.
      expect(worst / size, output).toBeLessThan(2e-6);
    }
  });

  test.each(cases)('leaves nothing behind: %s', (_name, run) => {
    const before = tf.memory().numTensors;
    tf.engine().startScope();
    run();
    tf.engine().endScope();
    expect(tf.memory().numTensors).toBe(before);
  });
});
