import { scalar, type Tensor, tensor2d } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import '../../support/small-maths.ts';
import { tinyContext, tinyInputs, tinyModel, tinyWeights } from '../../support/tiny-model.ts';
import type { Losses } from '../../../src/core/train/link.ts';
import { readReports } from '../../../src/core/train/read-reports.ts';
import type { StepContext } from '../../../src/core/train/step-context.ts';

const newContext = (): StepContext => tinyContext(tinyModel().model, tinyWeights(1, 1), tinyInputs([1], [1]));
const losses = (fused: number): Losses => ({
  fused: { value: scalar(fused), weight: 1 },
  a: { value: scalar(0.5), weight: 0 },
  b: { value: scalar(0.25), weight: 0 },
});
const gradients = (a: number): Record<string, Tensor> => ({
  'a.w': tensor2d([[a]]),
  'b.w': tensor2d([[4]]),
  'a.v': tensor2d([[100]]),
  'b.v': tensor2d([[0]]),
});

describe('the readback of a step', () => {
  test('gives what links reported, numbers and tensors, every loss, and each encoder’s gradient length', () => {
    const context = newContext();
    Object.assign(context.reports, { 'gate/open': 1, 'pull/drift': scalar(7), 'gate/threshold': 0.2 });
    const { values, squares, vital } = readReports(context, losses(2), gradients(3), {});
    expect(values).toEqual({
      'gate/open': 1,
      'pull/drift': 7,
      'gate/threshold': expect.closeTo(0.2, 6) as number,
      'loss/fused': 2,
      'loss/a': 0.5,
      'loss/b': 0.25,
      // The head is a's own, but no part of its encoder.
      'gradient/a': 3,
      'gradient/b': 4,
    });
    expect(squares).toEqual({ 'a.w': 9, 'b.w': 16, 'a.v': 10_000, 'b.v': 0 });
    expect(vital).toEqual({ 'loss/fused': 2, 'loss/a': 0.5, 'loss/b': 0.25, 'gradient/a': 3, 'gradient/b': 4 });
  });

  test.each([
    ['a loss', NaN, 3, 'loss/fused = NaN'],
    ['a gradient', 2, Infinity, 'gradient/a = Infinity'],
  ])('%s that is not finite ends the run, with the step, the last link and the last finite values', (_, loss, gradient, told) => {
    const context = newContext();
    context.lastLink = 'orthogonal-projection';
    expect(() => readReports(context, losses(loss), gradients(gradient), { 'loss/fused': 1.5 })).toThrow(
      expect.objectContaining({
        code: 'train.not-finite',
        params: { epoch: 2, step: 4, loss: told, lastLink: 'orthogonal-projection', lastFinite: { 'loss/fused': 1.5 } },
      }),
    );
  });

  test('what a link reports may be infinite or no number: it is told as it is', () => {
    const context = newContext();
    Object.assign(context.reports, { 'scaling/ratio': Infinity, 'monitor/r': scalar(NaN) });
    const { values, vital } = readReports(context, losses(2), gradients(3), {});
    expect(values).toMatchObject({ 'scaling/ratio': Infinity, 'monitor/r': NaN });
    expect(Object.keys(vital)).not.toContain('monitor/r');
  });
});
