import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import '../../support/small-maths.ts';
import { numbers } from '../../support/fake-step.ts';
import { OptimizerSettings } from '../../../src/core/train/config.ts';
import { optimizerOf } from '../../../src/core/train/optimizer.ts';

/** The weight after each gradient, from 1, and the moments at the end. */
function run(
  settings: object,
  rate: number,
  gradients: readonly number[],
): { weights: number[]; moments: Record<string, number> } {
  const optimizer = optimizerOf(OptimizerSettings.parse(settings));
  let weights: Readonly<Record<string, tf.Tensor>> = { w: tf.tensor1d([1]) };
  let state = optimizer.init(weights);
  const found = gradients.map((gradient) => {
    ({ weights, state } = optimizer.update(weights, { w: tf.tensor1d([gradient]) }, state, rate));
    return numbers(weights['w'])[0] ?? Number.NaN;
  });
  expect(state.updates).toBe(gradients.length);
  const moments = Object.entries(state.moments).map(([kind, of]) => [kind, numbers(of['w'])[0] ?? Number.NaN] as const);
  return { weights: found, moments: Object.fromEntries(moments) };
}

/** Float32 holds numbers of size 1 to about seven digits. */
const near = (values: readonly number[]): unknown[] => values.map((value) => expect.closeTo(value, 6) as unknown);

describe('SGD', () => {
  test('with momentum and weight decay (three steps by hand)', () => {
    // m .9, λ .1, η .5. v = 2 + .1·1 = 2.1, w = 1 − 1.05 = −.05
    // v = .9·2.1 + 1 − .005 = 2.885, w = −.05 − 1.4425 = −1.4925
    // v = .9·2.885 − 1 − .14925 = 1.44725, w = −1.4925 − .723625 = −2.216125
    const found = run({ kind: 'sgd', momentum: 0.9, weightDecay: 0.1 }, 0.5, [2, 1, -1]);
    expect(found.weights).toEqual(near([-0.05, -1.4925, -2.216125]));
    expect(found.moments['velocity']).toBeCloseTo(1.44725, 6);
  });

  test('without both is w − η g', () => {
    expect(run({ kind: 'sgd', momentum: 0, weightDecay: 0 }, 0.5, [2, -1]).weights).toEqual([0, 0.5]);
  });
});

describe('Adam', () => {
  test('corrects the bias of its moments (two steps by hand)', () => {
    // Step 1, g .5: m̂ = .5, v̂ = .25: w = 1 − .1 · .5 / .5 = .9
    // Step 2, g −.25: m = .9·.05 − .025 = .02, m̂ = .02 / .19 = .105263; v = .999·.00025 + .0000625 = .00031225,
    // v̂ = .00031225 / .001999 = .156203, √ .395226; w = .9 − .1 · .266337 = .873366
    expect(run({ kind: 'adam' }, 0.1, [0.5, -0.25]).weights).toEqual(near([0.9, 0.873366]));
  });

  test('adds the weight decay to the gradient, and so to the moments', () => {
    // g = .5 + .5 · 1 = 1: m = .1, v = .001, w = 1 − .1 · 1 / 1
    const found = run({ kind: 'adam', weightDecay: 0.5 }, 0.1, [0.5]);
    expect(found.weights).toEqual(near([0.9]));
    expect(found.moments).toEqual({ first: expect.closeTo(0.1, 6) as unknown, second: expect.closeTo(0.001, 8) as unknown });
  });
});

describe('AdamW', () => {
  test('takes the decay off the weight, and keeps it out of the moments', () => {
    // w = 1 · (1 − .1 · .5) − .1 = .85; m = .1 · .5, v = .001 · .25
    const found = run({ kind: 'adamw', weightDecay: 0.5 }, 0.1, [0.5]);
    expect(found.weights).toEqual(near([0.85]));
    expect(found.moments).toEqual({ first: expect.closeTo(0.05, 6) as unknown, second: expect.closeTo(0.00025, 8) as unknown });
  });
});

describe.each(['sgd', 'adam', 'adamw'])('%s', (kind) => {
  test('leaves a parameter without a gradient alone, decay and moments included', () => {
    const optimizer = optimizerOf(OptimizerSettings.parse({ kind, weightDecay: 0.5 }));
    const weights = { moved: tf.tensor1d([1]), still: tf.tensor1d([1]) };
    const first = optimizer.update(weights, { moved: tf.tensor1d([1]), still: tf.tensor1d([1]) }, optimizer.init(weights), 0.1);
    const second = optimizer.update(first.weights, { moved: tf.tensor1d([1]) }, first.state, 0.1);
    expect(second.weights['still']).toBe(first.weights['still']);
    for (const [name, of] of Object.entries(second.state.moments)) expect(of['still']).toBe(first.state.moments[name]?.['still']);
    expect(second.weights['moved']).not.toBe(first.weights['moved']);
  });

  test('makes a new tensor for each weight and moment that moved, and no other', () => {
    const optimizer = optimizerOf(OptimizerSettings.parse({ kind, weightDecay: 0.5 }));
    const weights = { a: tf.tensor1d([1, 2]), b: tf.tensor1d([3]) };
    const gradients = { a: tf.tensor1d([1, 1]) };
    const state = optimizer.init(weights);
    const before = tf.memory().numTensors;
    optimizer.update(weights, gradients, state, 0.1);
    expect(tf.memory().numTensors).toBe(before + 1 + Object.keys(state.moments).length);
  });
});
