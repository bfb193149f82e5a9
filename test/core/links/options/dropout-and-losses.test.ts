import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import '../../../support/small-maths.ts';
import { fakeStep, numbers } from '../../../support/fake-step.ts';
import { modalityDropout } from '../../../../src/core/links/modality-dropout.ts';
import { unimodalLosses } from '../../../../src/core/links/unimodal-losses.ts';

const dropout = (options: Record<string, unknown>) => modalityDropout.create(modalityDropout.options.parse(options));
const refusal = (options: Record<string, unknown>): string | undefined =>
  modalityDropout.options.safeParse(options).error?.issues[0]?.path.join('.');

describe('modality-dropout', () => {
  test('unit=sample draws for every sample (p = 0.6: audio below 0.3, video below 0.6)', () => {
    const draws = [0.1, 0.4, 0.9];
    const { step, signals, reports } = fakeStep({
      labels: tf.tensor1d([0, 1, 0], 'int32'),
      chance: { uniform: (stream) => draws[Number(stream.split('/')[1])] ?? NaN, normal: () => tf.scalar(0) },
    });
    const inputs = { audio: tf.tensor2d([[1], [2], [3]]), video: tf.ones([3, 1, 1, 2]) };
    const value = dropout({ unit: 'sample' }).onInputs?.(inputs, null, step).value;
    expect(numbers(value?.['audio'])).toEqual([0, 2, 3]);
    expect(numbers(value?.['video'])).toEqual([1, 1, 0, 0, 1, 1]);
    expect(signals.dropped?.['audio']).toBeCloseTo(1 / 3, 10);
    expect(reports['dropped/video']).toBeCloseTo(1 / 3, 10);
  });

  test('at=feature leaves inputs alone, zeroes features, and keeps the path of the gradient', () => {
    const { step, signals } = fakeStep({ chance: { uniform: () => 0.1, normal: () => tf.scalar(0) } });
    const link = dropout({ at: 'feature' });
    expect(link.onInputs).toBeUndefined();
    const features = { audio: tf.tensor2d([[5, 6]]), video: tf.tensor2d([[7, 8]]) };
    const value = link.onFeatures?.(features, null, step).value;
    expect(numbers(value?.['audio'])).toEqual([0, 0]);
    expect(numbers(value?.['video'])).toEqual([7, 8]);
    // For links that measure the clean ones.
    expect(signals.cleanFeatures).toBe(features);
    const gradient = tf.grad((x) => tf.sum(link.onFeatures?.({ audio: x }, null, step).value['audio'] as tf.Tensor));
    expect(numbers(gradient(tf.tensor2d([[5, 6]])))).toEqual([0, 0]);
  });

  test('batchNorm=freeze holds the running statistics of the modality whose input is zeroed, and of no other', () => {
    const held = (options: Record<string, unknown>, drawn: number) => {
      const { step, signals } = fakeStep({ chance: { uniform: () => drawn, normal: () => tf.scalar(0) } });
      dropout(options).onInputs?.({ audio: tf.scalar(1), video: tf.scalar(1) }, null, step);
      return signals.heldStatistics;
    };
    expect(held({ batchNorm: 'freeze' }, 0.4)).toEqual(['video']);
    expect(held({ batchNorm: 'freeze' }, 0.9)).toBeUndefined();
    expect(held({}, 0.4)).toBeUndefined();
  });

  test('batchNorm=freeze is refused where it would have no effect or freeze everything', () => {
    expect(refusal({ batchNorm: 'freeze', at: 'feature' })).toBe('batchNorm');
    expect(refusal({ batchNorm: 'freeze', unit: 'sample' })).toBe('batchNorm');
    expect(refusal({ batchNorm: 'freeze' })).toBeUndefined();
  });
});

describe('unimodal-losses', () => {
  const create = (options: Record<string, unknown>) => unimodalLosses.create(unimodalLosses.options.parse(options));
  const weights = (options: Record<string, unknown>): Record<string, number> => {
    const terms = ['fused', 'audio', 'video'].map((id) => [id, { value: tf.scalar(1), weight: id === 'fused' ? 1 : 0 }] as const);
    const value = create(options).onLosses?.(Object.fromEntries(terms), null, fakeStep().step).value ?? {};
    return Object.fromEntries(Object.entries(value).map(([id, term]) => [id, term.weight]));
  };

  test.each([
    [{}, [1, 1, 1]],
    [{ fusedWeight: 2, weight: 0.5 }, [2, 0.5, 0.5]],
    [{ weights: { video: 3 } }, [1, 1, 3]],
    [{ fusedWeight: 0, weights: { audio: 0 } }, [0, 0, 1]],
  ])('%j', (options, [fused, audio, video]) => {
    expect(weights(options)).toEqual({ fused, audio, video });
  });

  test('refuses to train on nothing, and a modality that the data does not have', () => {
    expect(unimodalLosses.options.safeParse({ fusedWeight: 0, weight: 0 }).success).toBe(false);
    const init = () => create({ weights: { vidoe: 1 } }).init({ parameters: [], weights: {}, modalities: ['audio', 'video'] });
    expect(init).toThrow(expect.objectContaining({ code: 'link.unknown-modality' }));
  });
});
