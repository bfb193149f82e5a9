import { memory, scalar, type Tensor, tensor1d, tensor2d, tidy, zerosLike } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import '../../support/small-maths.ts';
import { numbers } from '../../support/fake-step.ts';
import { tinyContext, tinyInputs, tinyModel, tinyWeights } from '../../support/tiny-model.ts';
import type { Tensors } from '../../../src/core/nn/parameter.ts';
import { crossEntropy, forward } from '../../../src/core/train/forward.ts';
import type { Losses } from '../../../src/core/train/link.ts';

const LN3 = Math.log(3);
const AS_IT_IS = { onFeatures: (features: Tensors) => features, onLosses: (losses: Losses) => losses };
const value = (tensor: Tensor | undefined): number => numbers(tensor)[0] ?? NaN;

describe('crossEntropy', () => {
  test('is the mean over the batch of −log p of the true class (by hand)', () => {
    // p of the true class: 3/4 and 1/2. (0.287682 + 0.693147)/2
    const logits = tensor2d([
      [0, LN3],
      [0, 0],
    ]);
    expect(value(crossEntropy(logits, tensor1d([1, 0], 'int32')))).toBeCloseTo(0.490415, 5);
  });
});

describe('the forward of a training step', () => {
  // s_a = ln 3, s_b = −ln 3, fused 0: p of class 1 is 3/4, 1/4, 1/2.
  const weights = tinyWeights(LN3, -LN3);
  const inputs = tinyInputs([1], [1]);

  test('gives every loss, of which the fused one alone counts', () => {
    const context = tinyContext(tinyModel().model, weights, inputs);
    const { losses } = forward(inputs, context, AS_IT_IS);
    expect(Object.entries(losses).map(([id, { weight }]) => [id, weight])).toEqual([
      ['fused', 1],
      ['a', 0],
      ['b', 0],
    ]);
    expect(value(losses['fused']?.value)).toBeCloseTo(Math.log(2), 5);
    expect(value(losses['a']?.value)).toBeCloseTo(-Math.log(0.75), 5);
    expect(value(losses['b']?.value)).toBeCloseTo(-Math.log(0.25), 5);
  });

  test('leaves features, each modality’s own logits and the new running statistics in the context', () => {
    const batch = tinyInputs([1, 3], [5, 7]);
    const context = tinyContext(tinyModel().model, tinyWeights(2, 3), batch);
    context.buffers = { 'a.mean': scalar(10), 'b.mean': scalar(0) };
    const { features, buffers } = forward(batch, context, AS_IT_IS);
    expect([numbers(features['a']), numbers(features['b'])]).toEqual([
      [2, 6],
      [15, 21],
    ]);
    expect(context.features).toBe(features);
    expect(numbers(context.unimodalLogits['b'])).toEqual([0, 15, 0, 21]);
    // 0.9 · 10 + 0.1 · 2 and 0.1 · 6
    expect(value(buffers['a.mean'])).toBeCloseTo(9.2, 5);
    expect(value(buffers['b.mean'])).toBeCloseTo(0.6, 5);
    expect(context.buffers).toBe(buffers);
  });

  test('holds the statistics of a modality where a link says so', () => {
    const context = tinyContext(tinyModel().model, weights, inputs);
    const { buffers } = forward(inputs, { ...context, signals: { heldStatistics: ['a'] } }, AS_IT_IS);
    expect([value(buffers['a.mean']), value(buffers['b.mean'])]).toEqual([0, expect.closeTo(0.1, 6)]);
  });

  test('takes more care of an input that a link has replaced', () => {
    const { model, asked } = tinyModel();
    const context = tinyContext(model, weights, inputs);
    forward({ ...inputs, b: zerosLike(inputs['b'] as Tensor) }, context, AS_IT_IS);
    expect(asked).toEqual(['a training', 'b training-carefully']);
  });

  test('links’ features are what losses are of, and links’ losses what comes back', () => {
    const context = tinyContext(tinyModel().model, weights, inputs);
    const { losses, features } = forward(inputs, context, {
      onFeatures: (given) => ({ ...given, b: zerosLike(given['b'] as Tensor) }),
      onLosses: (given) => ({ ...given, a: { value: given['a']?.value as Tensor, weight: 2 } }),
    });
    expect(numbers(features['b'])).toEqual([0]);
    // Fused is then a's alone: 3/4.
    expect(value(losses['fused']?.value)).toBeCloseTo(-Math.log(0.75), 5);
    expect(losses['a']?.weight).toBe(2);
    expect(losses['b']?.weight).toBe(0);
  });

  test('an input that is missing is a bug that names it', () => {
    const context = tinyContext(tinyModel().model, weights, inputs);
    expect(() => forward({ a: inputs['a'] as Tensor }, context, AS_IT_IS)).toThrow('no input of the modality b');
  });

  test('keeps nothing beyond its tidy', () => {
    const context = tinyContext(tinyModel().model, weights, inputs);
    const before = memory().numTensors;
    tidy(() => void forward(inputs, context, AS_IT_IS));
    expect(memory().numTensors).toBe(before);
  });
});
