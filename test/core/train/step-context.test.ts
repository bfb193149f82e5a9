import { memory, ones, scalar, zeros } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import '../../support/small-maths.ts';
import { initialBuffers, initialWeights } from '../../../src/core/nn/initial.ts';
import { chanceOf } from '../../../src/core/tensor/stateless-normal.ts';
import { disposeState } from '../../../src/core/train/ownership.ts';
import { stepOf, type StepContext } from '../../../src/core/train/step-context.ts';
import { madeUpSet, requestFor } from '../../support/made-up-set.ts';

function newContext(): StepContext {
  const { model, modalities } = requestFor(madeUpSet(), 'redreg');
  const chance = chanceOf(1);
  return {
    position: { epoch: 2, epochs: 9, step: 4, globalStep: 10 },
    model,
    modalities,
    chance,
    draw: (_place, shape) => zeros([...shape]),
    weights: initialWeights(model, chance),
    labels: scalar(0),
    cleanInputs: {},
    buffers: initialBuffers(model),
    features: {},
    unimodalLogits: {},
    plainGradients: {},
    lossGradients: {},
    signals: {},
    reports: {},
    lastLink: 'none',
  };
}

test('links share signals; each reports under its own name; the last one asked is known', () => {
  const context = newContext();
  const [writer, reader] = [stepOf(context, 'a'), stepOf(context, 'b')];
  expect(context.lastLink).toBe('b');
  expect(reader).toMatchObject({ epoch: 2, epochs: 9, step: 4, globalStep: 10 });
  expect(() => reader.read('agreement')).toThrow(
    'The link b reads the signal agreement, which nothing has written in this step.',
  );
  expect(reader.read('agreement', 0.5)).toBe(0.5);
  writer.write('agreement', 0);
  expect(reader.read('agreement', 0.5)).toBe(0);
  writer.report('gate', true);
  reader.report('gate', 0.25);
  expect(context.reports).toEqual({ 'a/gate': 1, 'b/gate': 0.25 });
  disposeState([context.weights, context.buffers, context.labels]);
});

test('encoding gives one new map and leaves nothing else behind', () => {
  const context = newContext();
  const step = stepOf(context, 'a');
  const input = ones([1, 33, 24, 1]);
  const before = memory().numTensors;
  const map = step.encode('audio', input);
  expect(memory().numTensors).toBe(before + 1);
  expect(map.shape[0]).toBe(1);
  expect(() => step.encode('text', input)).toThrow('no encoder of the modality text');
  disposeState([context.weights, context.buffers, context.labels, input, map]);
});
