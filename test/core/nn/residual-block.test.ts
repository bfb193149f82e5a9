import * as tf from '@tensorflow/tfjs-core';
import { beforeEach, afterEach, describe, expect, test } from 'vitest';
import '../../support/small-maths.ts';
import { type Block, residualBlock, residualBlockInference } from '../../../src/core/nn/residual-block.ts';
import { stem, stemInference } from '../../../src/core/nn/stem.ts';
import type { UnitStatistics, UnitWeights } from '../../../src/core/nn/unit.ts';
import { record } from '../../../src/core/tensor/record.ts';
import { normalNumbers } from '../../../src/core/tensor/stateless-normal.ts';

/** The hand-written gradients of the network's blocks against TF.js's own, taken through the same formulas operation by operation. */

const normal = (key: number, shape: number[]): tf.Tensor => tf.tensor(normalNumbers(key, tf.util.sizeFromShape(shape)), shape);
const numbers = (tensor: tf.Tensor | undefined): number[] => Array.from(tensor?.dataSync() ?? []);
const flat = (block: Block<UnitWeights>): Record<string, tf.Tensor> =>
  Object.fromEntries(
    Object.entries(block).flatMap(([at, unit]: [string, UnitWeights | null]) =>
      unit ? Object.entries(unit).map(([name, tensor]: [string, tf.Tensor]) => [`${at}.${name}`, tensor]) : [],
    ),
  );

const unitOf = (key: number, kernel: number, from: number, to: number): UnitWeights => ({
  filter: normal(key, [kernel, kernel, from, to]),
  scale: tf.add(normal(key + 1, [to]), 2),
  offset: normal(key + 2, [to]),
});

/** Plain operations, taped by TF.js. */
const reference = {
  norm(x: tf.Tensor, unit: UnitWeights): tf.Tensor {
    const { mean, variance } = tf.moments(x, [0, 1, 2]);
    return tf.add(tf.mul(tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-5))), unit.scale), unit.offset);
  },
  unit(x: tf.Tensor, unit: UnitWeights, stride: number, by: number): tf.Tensor {
    const picture = by === 0 ? x : tf.pad(x, [[0, 0], [by, by], [by, by], [0, 0]]); // prettier-ignore
    return reference.norm(tf.conv2d(picture as tf.Tensor4D, unit.filter as tf.Tensor4D, stride, 'valid'), unit);
  },
  block(x: tf.Tensor, { first, second, shortcut }: Block<UnitWeights>, stride: number): tf.Tensor {
    const inner = tf.relu(reference.unit(x, first, stride, 1));
    const around = shortcut ? reference.unit(x, shortcut, stride, 0) : x;
    return tf.relu(tf.add(reference.unit(inner, second, 1, 1), around));
  },
  stem(x: tf.Tensor, unit: UnitWeights): tf.Tensor {
    const inner = tf.relu(reference.unit(x, unit, 2, 3));
    return tf.maxPool(tf.pad(inner, [[0, 0], [1, 1], [1, 1], [0, 0]]) as tf.Tensor4D, 3, 2, 'valid'); // prettier-ignore
  },
};

/** Value, gradients of Σ c·y and how many tensors were left, by one way of computing. */
function gradientsOf(parameters: Record<string, tf.Tensor>, compute: () => tf.Tensor, last: boolean) {
  const pass = record(() => {
    const y = compute();
    return { y, loss: tf.sum(tf.mul(y, normal(99, y.shape))) };
  });
  const found = pass.backward([{ of: pass.value.loss, weight: 1 }], parameters, { last });
  pass.dispose();
  return { y: numbers(pass.value.y), gradients: found };
}

function expectNear(found: readonly number[], expected: readonly number[], label: string): void {
  expect(found).toHaveLength(expected.length);
  const size = Math.max(...expected.map(Math.abs));
  for (const [i, value] of found.entries()) expect(Math.abs(value - (expected[i] ?? 0)) / size, label).toBeLessThan(1e-4);
}

beforeEach(() => void tf.engine().startScope());
afterEach(() => void tf.engine().endScope());

const blocks = [
  { name: 'without a shortcut convolution', stride: 1, from: 4, to: 4 },
  { name: 'with stride 2 and a shortcut convolution', stride: 2, from: 3, to: 4 },
];

describe.each(blocks)('residualBlock $name', ({ stride, from, to }) => {
  const make = (): { x: tf.Tensor; weights: Block<UnitWeights> } => ({
    x: normal(1, [2, 5, 6, from]),
    weights: {
      first: unitOf(10, 3, from, to),
      second: unitOf(20, 3, to, to),
      shortcut: from === to ? null : unitOf(30, 1, from, to),
    },
  });

  test.each([
    { last: false, careful: false },
    { last: true, careful: false },
    { last: true, careful: true },
  ])('has the gradient of its formula, %j', ({ last, careful }) => {
    const { x, weights } = make();
    const parameters = { x, ...flat(weights) };
    const found = gradientsOf(parameters, () => residualBlock(x, weights, { stride, careful }, () => undefined), last);
    const expected = gradientsOf(parameters, () => reference.block(x, weights, stride), false);
    expectNear(found.y, expected.y, 'value');
    expect(Object.keys(found.gradients).toSorted()).toEqual(Object.keys(parameters).toSorted());
    for (const name of Object.keys(parameters))
      expectNear(numbers(found.gradients[name]), numbers(expected.gradients[name]), name);
  });

  test('can be gone back through twice, then frees all it kept', () => {
    const { x, weights } = make();
    const parameters = { x, ...flat(weights) };
    const before = tf.memory().numTensors;
    const pass = record(() => {
      const y = residualBlock(x, weights, { stride, careful: false }, () => undefined);
      return { loss: tf.sum(y) };
    });
    const loss = [{ of: pass.value.loss, weight: 1 }];
    const once = pass.backward(loss, parameters);
    const kept = tf.memory().numTensors;
    const again = pass.backward(loss, parameters, { last: true });
    for (const name of Object.keys(parameters)) expect(numbers(again[name])).toEqual(numbers(once[name]));
    const gradients = Object.keys(parameters).length;
    expect(tf.memory().numTensors).toBeLessThan(kept + gradients);
    pass.dispose();
    // The loss and two sets of gradients.
    expect(tf.memory().numTensors).toBe(before + 1 + 2 * gradients);
    expect(() => pass.backward(loss, parameters)).toThrow('last backward');
  });

  test('in evaluation uses running statistics and keeps its result alone', () => {
    const { x, weights } = make();
    const statistics: UnitStatistics = { mean: tf.zeros([to]), variance: tf.fill([to], 1 - 1e-5) };
    const before = tf.memory().numTensors;
    const y = residualBlockInference(x, weights, { first: statistics, second: statistics, shortcut: statistics }, stride);
    expect(tf.memory().numTensors).toBe(before + 1);
    // With mean 0 and variance + ε = 1 a unit is the convolution, scaled and shifted.
    const unit = (input: tf.Tensor, u: UnitWeights, s: number, by: number): tf.Tensor => {
      const picture = tf.pad(input, [[0, 0], [by, by], [by, by], [0, 0]]) as tf.Tensor4D; // prettier-ignore
      return tf.add(tf.mul(tf.conv2d(picture, u.filter as tf.Tensor4D, s, 'valid'), u.scale), u.offset);
    };
    const inner = tf.relu(unit(x, weights.first, stride, 1));
    const around = weights.shortcut ? unit(x, weights.shortcut, stride, 0) : x;
    expectNear(numbers(y), numbers(tf.relu(tf.add(unit(inner, weights.second, 1, 1), around))), 'value');
  });

  test('tells the batch statistics of every unit', () => {
    const { x, weights } = make();
    let told: Block<UnitStatistics> | undefined;
    record(() => {
      const y = residualBlock(x, weights, { stride, careful: false }, (s) => (told = s));
      return { y, mean: told?.first.mean as tf.Tensor };
    });
    const convolved = tf.conv2d(tf.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]]) as tf.Tensor4D, weights.first.filter as tf.Tensor4D, stride, 'valid'); // prettier-ignore
    expect(told?.shortcut === null).toBe(from === to);
    expectNear(numbers(told?.first.mean), numbers(tf.moments(convolved, [0, 1, 2]).mean), 'mean');
  });
});

describe('stem', () => {
  test.each([{ last: false }, { last: true }])(
    'has the gradient of its formula, and gives none to the picture, %j',
    ({ last }) => {
      const [x, unit] = [normal(1, [2, 9, 12, 3]), unitOf(10, 7, 3, 4)];
      const found = gradientsOf({ ...unit }, () => stem(x, unit, false, () => undefined), last);
      const expected = gradientsOf({ ...unit }, () => reference.stem(x, unit), false);
      expectNear(found.y, expected.y, 'value');
      for (const name of ['filter', 'scale', 'offset'])
        expectNear(numbers(found.gradients[name]), numbers(expected.gradients[name]), name);
    },
  );

  test('in evaluation keeps its result alone', () => {
    const [x, unit] = [normal(1, [2, 9, 12, 3]), unitOf(10, 7, 3, 4)];
    const statistics = { mean: tf.zeros([4]), variance: tf.ones([4]) };
    const before = tf.memory().numTensors;
    expect(stemInference(x, unit, statistics).shape).toEqual([2, 3, 3, 4]);
    expect(tf.memory().numTensors).toBe(before + 1);
  });
});
