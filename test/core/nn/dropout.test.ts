import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { attentionBlock } from '../../../src/core/nn/attention.ts';
import { type Draw, dropoutFactors, dropped } from '../../../src/core/nn/dropout.ts';
import { feedForwardBlock } from '../../../src/core/nn/feed-forward.ts';
import { record } from '../../../src/core/tensor/record.ts';
import { normalNumbers } from '../../../src/core/tensor/stateless-normal.ts';
import { chanceOf } from '../../../src/core/tensor/stateless-normal.ts';
import { openRuntime } from '../../../src/main/trainer/runtime/open.ts';

beforeAll(async () => {
  await openRuntime('cpu', { threads: 1 });
});

describe('dropoutFactors', () => {
  test('zeroes below the rate and scales the rest, by hand', () => {
    const given: Draw = (_place, shape) => tf.tensor([0, 0.19, 0.2, 0.99], [...shape]);
    // 1 / (1 − 0.2) = 1.25; 0.2 itself stays
    const factors = dropoutFactors(given, 0.2, 'here', [4]);
    const found = Array.from(dropped(tf.tensor([1, 2, 3, 4]), factors).dataSync());
    expect(found).toEqual([0, 0, 3.75, 5]);
  });

  test('without chance or rate nothing is drawn, and x is x itself', () => {
    const never: Draw = () => {
      throw new Error('drawn');
    };
    expect(dropoutFactors(undefined, 0.2, 'here', [4])).toBeNull();
    expect(dropoutFactors(never, 0, 'here', [4])).toBeNull();
    const x = tf.tensor([1]);
    expect(dropped(x, null)).toBe(x);
  });

  test('keeps the share and the mean; another place or step, other numbers', () => {
    const chance = chanceOf(7);
    const draw: Draw = (place, shape) => chance.uniforms(place, 3, shape);
    const zeros = (place: string): number[] => {
      const values = Array.from(dropoutFactors(draw, 0.1, place, [100_000])?.dataSync() ?? []);
      return values.flatMap((value, i) => (value === 0 ? [i] : []));
    };
    const [one, again, other] = [zeros('a'), zeros('a'), zeros('b')];
    // Binomial: 10,000 ± 95; five of them.
    expect(Math.abs(one.length - 10_000)).toBeLessThan(475);
    expect(again).toEqual(one);
    expect(other).not.toEqual(one);
  });
});

/** Small numbers that differ by key. */
const numbers = (key: number, shape: number[]): tf.Tensor =>
  tf.tensor(
    normalNumbers(
      key,
      shape.reduce((n, d) => n * d, 1),
    ),
    shape,
  );

/** Largest difference between the block's gradients and difference quotients along random directions, as a share of the largest of them. */
function worst(block: (tensors: Record<string, tf.Tensor>) => tf.Tensor, tensors: Record<string, tf.Tensor>): number {
  const loss = (given: Record<string, tf.Tensor>): tf.Tensor => {
    const y = block(given);
    return tf.sum(tf.mul(y, numbers(99, y.shape)));
  };
  const pass = record(() => ({ loss: loss(tensors) }));
  const gradients = pass.backward([{ of: pass.value.loss, weight: 1 }], tensors, { last: true });
  pass.dispose();
  const step = 1e-2;
  const pairs = Object.entries(tensors).map(([name, tensor], i) => {
    const direction = numbers(200 + i, tensor.shape);
    const at = (sign: number): number => {
      const moved = { ...tensors, [name]: tf.add(tensor, tf.mul(direction, sign * step)) };
      return loss(moved).dataSync()[0] ?? Number.NaN;
    };
    const along = tf.sum(tf.mul(gradients[name] ?? Number.NaN, direction)).dataSync()[0] ?? Number.NaN;
    return [along, (at(1) - at(-1)) / (2 * step)] as const;
  });
  const most = Math.max(...pairs.map(([, quotient]) => Math.abs(quotient)));
  return Math.max(...pairs.map(([along, quotient]) => Math.abs(along - quotient))) / most;
}

/**
 * With dropout the factors are constants of the gradient. Difference quotients in float32 with steps of a hundredth are good for about a
 * hundredth; a gradient that forgot the factors is off by tens of per cent.
 */
describe('gradients with dropout on', () => {
  const draw: Draw = (place, shape) => chanceOf(4).uniforms(place, 0, shape);

  test.each([false, true])('of attention (only the last step: %s)', (onlyLast) => {
    const [batch, steps, dim] = [3, 4, 6];
    const tensors = {
      x: numbers(1, [batch * steps, dim]),
      inWeight: tf.mul(numbers(2, [dim, 3 * dim]), 0.5),
      inBias: numbers(3, [3 * dim]),
      outWeight: tf.mul(numbers(4, [dim, dim]), 0.5),
      outBias: numbers(5, [dim]),
      scale: numbers(6, [dim]),
      offset: numbers(7, [dim]),
    };
    const options = { batch, steps, heads: 2, dropout: 0.3, place: 'p', onlyLast };
    const block = ({ x, ...weights }: Record<string, tf.Tensor>): tf.Tensor =>
      attentionBlock(x as tf.Tensor, weights as never, options, draw);
    expect(worst(block, tensors)).toBeLessThan(0.01);
  });

  test('of feed-forward', () => {
    const [rows, dim, wide] = [8, 5, 12];
    const tensors = {
      x: numbers(1, [rows, dim]),
      firstWeight: tf.mul(numbers(2, [dim, wide]), 0.5),
      firstBias: numbers(3, [wide]),
      secondWeight: tf.mul(numbers(4, [wide, dim]), 0.5),
      secondBias: numbers(5, [dim]),
      scale: numbers(6, [dim]),
      offset: numbers(7, [dim]),
    };
    const block = ({ x, ...weights }: Record<string, tf.Tensor>): tf.Tensor =>
      feedForwardBlock(x as tf.Tensor, weights as never, { dropout: 0.3, place: 'p' }, draw);
    expect(worst(block, tensors)).toBeLessThan(0.01);
  });
});
