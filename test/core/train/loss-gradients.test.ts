import type { Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import '../../support/small-maths.ts';
import { numbers } from '../../support/fake-step.ts';
import { tinyContext, tinyInputs, tinyModel, tinyWeights } from '../../support/tiny-model.ts';
import type { Tensors } from '../../../src/core/nn/parameter.ts';
import { type Pass, record } from '../../../src/core/tensor/record.ts';
import { type Forward, forward } from '../../../src/core/train/forward.ts';
import { lossGradients, reportAverages } from '../../../src/core/train/loss-gradients.ts';
import type { StepContext } from '../../../src/core/train/step-context.ts';

const LN3 = Math.log(3);

/**
 * s_a = ln 3 · 1, s_b = −ln 3 / 2 · 2, class 1; dL/dw = −(1 − σ(s)) · v · x:
 *
 *     of L_a by w_a        −(1 − 3/4) · 1 = −0.25        of L_b by w_b       −(1 − 1/4) · 2 = −1.5
 *     of L  by w_a         −(1 − 1/2) · 1 = −0.5         of L  by w_b        −(1 − 1/2) · 2 = −1
 */
function recorded(weightsOf: { readonly a: number; readonly b: number; readonly fused: number }): {
  readonly pass: Pass<Forward>;
  readonly context: StepContext;
} {
  const weights = tinyWeights(LN3, -LN3 / 2);
  const inputs = tinyInputs([1], [2]);
  const context = tinyContext(tinyModel().model, weights, inputs);
  const pass = record(() =>
    forward(inputs, context, {
      onFeatures: (features) => features,
      onLosses: (losses) =>
        Object.fromEntries(
          Object.entries(losses).map(([id, { value }]) => [id, { value, weight: weightsOf[id as keyof typeof weightsOf] }]),
        ),
    }),
  );
  return { pass, context };
}
const UNIFORM = { fused: 1, a: 1, b: 1 };
const found = (gradients: Tensors | null | undefined): Record<string, number[]> =>
  Object.fromEntries(Object.entries(gradients ?? {}).map(([name, g]) => [name, numbers(g)]));
const near = (value: number): number[] => [expect.closeTo(value, 5) as unknown as number];

describe('gradients of single losses', () => {
  test('are of the loss asked for, through the encoders asked for', () => {
    const { pass, context } = recorded(UNIFORM);
    const wanted = new Map([
      ['fused', new Set(['a', 'b'])],
      ['a', new Set(['a'])],
    ]);
    const single = lossGradients(pass, context, wanted);
    expect(Object.keys(single)).toEqual(['fused', 'a']);
    expect(found(single['fused'])).toEqual({ 'a.w': near(-0.5), 'b.w': near(-1) });
    expect(found(single['a'])).toEqual({ 'a.w': near(-0.25) });
    // And the plain backward can still be the last: here it is the sum of all three.
    const plain = pass.backward(
      Object.values(pass.value.losses).map(({ value, weight }) => ({ of: value, weight })),
      context.weights,
      { last: true },
    );
    expect(found(plain)).toMatchObject({ 'a.w': near(-0.75), 'b.w': near(-2.5) });
    pass.dispose();
  });

  test('are nothing where nobody asks', () => {
    const { pass, context } = recorded(UNIFORM);
    expect(lossGradients(pass, context, new Map())).toEqual({});
    pass.dispose();
  });

  test('a loss that alone counts, and in full, has the plain gradient: no backward of its own', () => {
    const alone = recorded({ fused: 1, a: 0, b: 0 });
    expect(lossGradients(alone.pass, alone.context, new Map([['fused', new Set(['a'])]]))).toEqual({ fused: null });
    alone.pass.dispose();
    const halved = recorded({ fused: 0.5, a: 0, b: 0 });
    const single = lossGradients(halved.pass, halved.context, new Map([['fused', new Set(['a'])]]));
    expect(found(single['fused'])).toEqual({ 'a.w': near(-0.5) });
    halved.pass.dispose();
  });

  test('all: every loss, whatever its weight, through all that it reaches', () => {
    const { pass, context } = recorded({ fused: 1, a: 0, b: 0 });
    const single = lossGradients(pass, context, 'all');
    expect(found(single['b'])).toMatchObject({ 'b.w': near(-1.5) });
    expect(Object.keys(single['b'] ?? {})).not.toContain('a.w');
    // By the head's v_a: −(1 − 1/2) · z_a.
    expect(found(single['fused'])['a.v']).toEqual(near(-0.5 * LN3));
    pass.dispose();
  });

  test('a loss that the step does not have is a bug that names it', () => {
    const { pass, context } = recorded(UNIFORM);
    expect(() => lossGradients(pass, context, new Map([['text', new Set(['a'])]]))).toThrow('the loss text');
    pass.dispose();
  });
});

test('averages are of each encoder’s gradient of the fused and of its own loss', () => {
  const { pass, context } = recorded(UNIFORM);
  context.lossGradients = lossGradients(pass, context, 'all') as Record<string, Tensors>;
  reportAverages(context);
  pass.dispose();
  const read = Object.entries(context.reports).map(([name, value]) => [name, numbers(value as Tensor)]);
  expect(Object.fromEntries(read)).toEqual({
    'average-gradient/a/fused': near(-0.5),
    'average-gradient/a/own': near(-0.25),
    'average-gradient/b/fused': near(-1),
    'average-gradient/b/own': near(-1.5),
  });
});
