import { memory, scalar, type Tensor } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import '../../support/small-maths.ts';
import { numbers } from '../../support/fake-step.ts';
import { MODALITIES, tinyInputs, tinyModel, tinyWeights } from '../../support/tiny-model.ts';
import { predict, predictCoalitions } from '../../../src/core/train/predict.ts';

/** w = 2 and 3, running means 1 and 2: z_a = 2 (x − 1), z_b = 3 (x − 2), and a zero counts as −2 and −6. */
const { model, asked } = tinyModel();
const trained = {
  model,
  modalities: MODALITIES,
  weights: tinyWeights(2, 3),
  buffers: { 'a.mean': scalar(1), 'b.mean': scalar(2) },
};
const inputs = tinyInputs([2, 4], [3, 1]);

/** The scores, second of each row of logits. */
const scores = (logits: Tensor | undefined): number[] => numbers(logits).filter((_, i) => i % 2 === 1);

test('a prediction has the fused logits and each modality’s own, with the running statistics, and leaves nothing else', () => {
  const before = memory().numTensors;
  const { fused, unimodal } = predict(trained, inputs);
  expect(memory().numTensors).toBe(before + 3);
  // z_a = [2, 6], z_b = [3, −3]
  expect(scores(unimodal['a'])).toEqual([2, 6]);
  expect(scores(unimodal['b'])).toEqual([3, -3]);
  expect(scores(fused)).toEqual([5, 3]);
  expect(fused.shape).toEqual([2, 2]);
  expect(new Set(asked)).toEqual(new Set(['a evaluation', 'b evaluation']));
  for (const tensor of [fused, ...Object.values(unimodal)]) tensor.dispose();
});

test('of a coalition, the inputs of all others are zero, which is not a feature of zero', () => {
  const before = memory().numTensors;
  const found = predictCoalitions(trained, inputs, [[], ['a'], ['b'], ['a', 'b']]);
  expect(memory().numTensors).toBe(before + 4);
  expect(found.map(scores)).toEqual([
    [-8, -8],
    [2 - 6, 6 - 6],
    [-2 + 3, -2 - 3],
    [5, 3],
  ]);
  for (const tensor of found) tensor.dispose();
});

test('no coalition, nothing', () => {
  expect(predictCoalitions(trained, inputs, [])).toEqual([]);
});
