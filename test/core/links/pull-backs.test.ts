import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import '../../support/small-maths.ts';
import { fakeStep, numbers, parameter } from '../../support/fake-step.ts';
import { orthogonalProjection } from '../../../src/core/links/orthogonal-projection.ts';
import { proximalPull } from '../../../src/core/links/proximal-pull.ts';
import type { Signals } from '../../../src/core/train/link.ts';

const parameters = [
  parameter('audio.conv', 'audio'),
  parameter('audio.norm', 'audio', { kind: 'norm-scale' }),
  parameter('video.conv', 'video'),
  parameter('head.audio', 'audio', { part: 'head', kind: 'linear' }),
];
const tensors = (values: readonly number[]): Record<string, tf.Tensor> =>
  Object.fromEntries(parameters.map((p) => [p.name, tf.tensor1d([...values])]));

// Where the epoch began, where the weights are now (the drift is [3, 4]), and the gradient
const [anchor, weights, gradients] = [tensors([1, 1]), tensors([4, 5]), tensors([2, 0])];

function pulled(definition: typeof proximalPull, signals: Partial<Signals>, at = weights): Record<string, number[]> {
  const link = definition.create(definition.options.parse({}));
  const state = link.init({ parameters, weights: anchor, modalities: ['audio', 'video'] });
  const { step } = fakeStep({ parameters, weights: at }, signals);
  const value = link.onGradients?.(gradients, state, step).value ?? {};
  return Object.fromEntries(Object.entries(value).map(([name, g]) => [name, numbers(g)]));
}

describe('orthogonal-projection', () => {
  const suppression = { audio: 1.5, video: 0 };

  test('adds β times the drift across the gradient to every tensor of the encoder, norms included, heads not (by hand)', () => {
    // ⟨[3, 4], [2, 0]⟩ / 4 = 1.5: across = [0, 4]; [2, 0] + 1.5 · [0, 4]
    expect(pulled(orthogonalProjection, { suppression })).toEqual({
      'audio.conv': [2, 6],
      'audio.norm': [2, 6],
      'video.conv': [2, 0],
      'head.audio': [2, 0],
    });
  });

  test('does nothing where the gate is shut, nor on the first step of an epoch', () => {
    const untouched = [2, 0];
    expect(pulled(orthogonalProjection, { suppression, agreement: 0 })['audio.conv']).toEqual(untouched);
    expect(pulled(orthogonalProjection, { suppression, agreement: 1 })['audio.conv']).toEqual([2, 6]);
    expect(pulled(orthogonalProjection, { suppression }, anchor)['audio.conv']).toEqual(untouched);
  });
});

describe('proximal-pull', () => {
  test('adds β times the whole drift (by hand)', () => {
    // [2, 0] + 0.5 · [3, 4]
    expect(pulled(proximalPull, { suppression: { audio: 0.5, video: 0 } })).toEqual({
      'audio.conv': [3.5, 2],
      'audio.norm': [3.5, 2],
      'video.conv': [2, 0],
      'head.audio': [2, 0],
    });
  });

  test.each([proximalPull, orthogonalProjection])('$id anchors the encoders afresh at the end of an epoch', (definition) => {
    const link = definition.create(definition.options.parse({}));
    const epoch = { epoch: 0, epochs: 1, parameters, report: () => undefined };
    const state = link.onEpochEnd?.(weights, undefined, epoch).state as { weights: Record<string, tf.Tensor> };
    expect(Object.keys(state.weights)).toEqual(['audio.conv', 'audio.norm', 'video.conv']);
    expect(numbers(state.weights['audio.conv'])).toEqual([4, 5]);
    // Copies: freeing the weights must not take the anchor along.
    expect(state.weights['audio.conv']).not.toBe(weights['audio.conv']);
  });
});
