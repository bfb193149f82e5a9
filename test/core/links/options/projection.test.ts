import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import '../../../support/small-maths.ts';
import { fakeStep, numbers, parameter } from '../../../support/fake-step.ts';
import { orthogonalProjection } from '../../../../src/core/links/orthogonal-projection.ts';
import type { Anchor } from '../../../../src/core/links/anchor.ts';
import type { Step } from '../../../../src/core/train/link.ts';

const create = (options: Record<string, unknown>) => orthogonalProjection.create(orthogonalProjection.options.parse(options));
const refused = (options: Record<string, unknown>): string | undefined =>
  orthogonalProjection.options.safeParse(options).error?.issues[0]?.path.join('.');

const parameters = [parameter('audio.a', 'audio'), parameter('audio.b', 'audio'), parameter('video.a', 'video')];
const tensors = (a: number[], b: number[], v: number[] = [9, 9]) => ({
  'audio.a': tf.tensor1d(a),
  'audio.b': tf.tensor1d(b),
  'video.a': tf.tensor1d(v),
});
const anchor = tensors([1, 1], [0, 0]);
const gradients = tensors([2, 0], [0, 1], [5, 5]);
/** Drifts [3, 4] and [1, 2]. */
const weights = tensors([4, 5], [1, 2]);

function held(options: Record<string, unknown>, beta: number, own: Partial<Step> = {}, state?: Anchor) {
  const link = create(options);
  const before = state ?? link.init({ parameters, weights: anchor, modalities: ['audio', 'video'] });
  const { step, reports } = fakeStep({ parameters, weights, ...own }, { suppression: { audio: beta, video: 0 } });
  const next = link.onGradients?.(gradients, before, step);
  const value = next?.value ?? {};
  return {
    a: numbers(value['audio.a']),
    b: numbers(value['audio.b']),
    v: numbers(value['video.a']),
    state: next?.state as Anchor,
    reports,
  };
}

describe('projectScope', () => {
  test('tensor: each tensor across its own gradient (by hand)', () => {
    // a: ⟨[3, 4], [2, 0]⟩ / 4 = 1.5 → [0, 4]; b: 2 / 1 → [1, 0]. β = 2.
    expect(held({}, 2)).toMatchObject({ a: [2, 8], b: [2, 1], v: [5, 5] });
  });

  test('encoder: all tensors as one vector (by hand)', () => {
    // (6 + 2) / (4 + 1) = 1.6: a [3 − 3.2, 4], b [1, 2 − 1.6]. β = 2.
    const found = held({ projectScope: 'encoder' }, 2);
    expect(found.a).toEqual([expect.closeTo(1.6, 5), 8]);
    expect(found.b).toEqual([2, expect.closeTo(1.8, 5)]);
    // √(0.04 + 16 + 1 + 0.16)
    expect(found.reports['held/audio']).toBeCloseTo(Math.sqrt(17.2), 5);
  });

  test('none: the whole drift', () => {
    expect(held({ projectScope: 'none' }, 2)).toMatchObject({ a: [8, 8], b: [2, 5] });
  });
});

describe('projectOn=joint', () => {
  const joint = { lossGradients: { fused: tensors([0, 5], [3, 0]) } };

  test('the drift across the fused loss’s gradient (by hand)', () => {
    // a: [3, 0]; b: [0, 2]. β = 1.
    expect(held({ projectOn: 'joint' }, 1, joint)).toMatchObject({ a: [5, 0], b: [0, 3] });
  });

  test('asks for one backward through the suppressed encoder, and for none where β or the gate is 0', () => {
    const wishes = (options: Record<string, unknown>, audio: number, agreement: number) => {
      const { step } = fakeStep({}, { suppression: { audio, video: 0 }, agreement });
      return create(options).lossGradients?.(step);
    };
    expect(wishes({ projectOn: 'joint' }, 1.2, 1)).toEqual([{ loss: 'fused', modalities: ['audio'] }]);
    expect(wishes({ projectOn: 'joint' }, 0, 1)).toEqual([]);
    expect(wishes({ projectOn: 'joint' }, 1.2, 0)).toEqual([]);
    expect(wishes({}, 1.2, 1)).toEqual([]);
    expect(create({ projectOn: 'joint' }).costs?.backwards).toBe(0.5);
    expect(create({}).costs?.backwards ?? 0).toBe(0);
  });
});

describe('term=gradient', () => {
  const paper = { term: 'gradient', projectOn: 'joint' };
  const joint = { lossGradients: { fused: tensors([1, 1], [0, 2]) } };

  test('takes β of the gradient’s part across the joint one off it (by hand)', () => {
    // a: [2, 0] − 1 · [1, 1] = [1, −1], half of it off: [1.5, 0.5]; b: [0, 1] lies along [0, 2]: nothing across.
    expect(held(paper, 0.5, joint)).toMatchObject({ a: [1.5, 0.5], b: [0, 1], v: [5, 5] });
  });

  test('never turns it round: β above 1 takes all of it', () => {
    expect(held(paper, 1.8, joint)).toMatchObject({ a: [1, 1], b: [0, 1] });
  });

  test('without projection it shortens the whole gradient', () => {
    expect(held({ term: 'gradient', projectScope: 'none' }, 0.5)).toMatchObject({ a: [1, 0], b: [0, 0.5] });
  });

  test('keeps no anchor', () => {
    expect(create(paper).init({ parameters, weights, modalities: ['audio', 'video'] })).toEqual({ weights: {} });
  });
});

describe('anchor', () => {
  const start: Anchor = { weights: { 'audio.a': anchor['audio.a'], 'audio.b': anchor['audio.b'] } };
  const epoch = { epoch: 0, epochs: 1, parameters, report: () => undefined };

  test('steps: afresh at every k-th step of the run, where the term is 0, and not at an epoch’s end', () => {
    const options = { anchor: 'steps', anchorSteps: 4 };
    expect(held(options, 2, { globalStep: 7 }, start)).toMatchObject({ a: [2, 8], state: start });
    const at8 = held(options, 2, { globalStep: 8 }, start);
    expect(at8.a).toEqual([2, 0]);
    expect(numbers(at8.state.weights['audio.a'])).toEqual([4, 5]);
    expect(create(options).onEpochEnd?.(weights, start, epoch).state).toBe(start);
    // The default k is 100.
    expect(held({ anchor: 'steps' }, 2, { globalStep: 8 }, start).a).toEqual([2, 8]);
    expect(held({ anchor: 'steps' }, 2, { globalStep: 100 }, start).a).toEqual([2, 0]);
  });

  test('average: moves towards the weights after the term (by hand)', () => {
    const options = { anchor: 'average', anchorMomentum: 0.75 };
    const found = held(options, 2, {}, start);
    expect(found.a).toEqual([2, 8]);
    // 0.75 · [1, 1] + 0.25 · [4, 5]
    expect(numbers(found.state.weights['audio.a'])).toEqual([1.75, 2]);
    expect(create(options).onEpochEnd?.(weights, start, epoch).state).toBe(start);
  });
});

test.each([
  [{ term: 'gradient' }, 'projectOn'],
  [{ projectScope: 'none', projectOn: 'joint' }, 'projectOn'],
  [{ term: 'gradient', projectOn: 'joint', anchor: 'steps' }, 'anchor'],
  [{ anchorSteps: 5 }, 'anchorSteps'],
  [{ anchor: 'steps', anchorMomentum: 0.5 }, 'anchorMomentum'],
])('refuses %j: one of its options would have no effect', (options, option) => {
  expect(refused(options)).toBe(option);
});
