import {
  add,
  concat,
  matMul,
  mean,
  sub,
  type Tensor,
  type Tensor2D,
  tensor,
  tensor2d,
  scalar,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { ModalityInfo } from '../../src/core/data/dataset.ts';
import type { Encoder, ForwardMode } from '../../src/core/nn/encoder.ts';
import type { Model } from '../../src/core/nn/late-fusion.ts';
import type { ParameterInfo, Tensors } from '../../src/core/nn/parameter.ts';
import { chanceOf } from '../../src/core/tensor/stateless-normal.ts';
import type { StepContext } from '../../src/core/train/step-context.ts';
import { parameter } from './fake-step.ts';

/**
 * A model that can be worked out by hand: modalities a and b, each one number a sample.
 *
 *     feature z = w · x in training, w · (x − running mean) in evaluation
 *     score   s_m = v_m · z_m, fused s = s_a + s_b; logits [0, s], so the probability of class 1 is σ(s)
 */
export const IDS = ['a', 'b'];
const PARAMETERS: readonly ParameterInfo[] = [
  ...IDS.map((id) => parameter(`${id}.w`, id, { shape: [1, 1] })),
  ...IDS.map((id) => parameter(`${id}.v`, id, { shape: [1, 1], part: 'head', kind: 'linear' })),
];
export const MODALITIES: readonly ModalityInfo[] = IDS.map((id) => ({ id, kind: 'sequence', shape: [1] }));

const product = (x: Tensor, w: Tensor | undefined): Tensor => matMul(x as Tensor2D, w as Tensor2D);
const logitsOf = (score: Tensor): Tensor => concat([zerosLike(score), score], 1);

export interface TinyModel {
  readonly model: Model;
  /** What each encoder was asked, in order: `a training`. */
  readonly asked: string[];
}

export function tinyModel(): TinyModel {
  const asked: string[] = [];
  const encoder = (id: string): Encoder => ({
    parameters: PARAMETERS.filter(({ owner, part }) => owner === id && part === 'encoder'),
    buffers: [{ name: `${id}.mean`, shape: [], owner: id, initial: 0 }],
    width: 1,
    macs: 1,
    firstMacs: 1,
    forward(weights: Tensors, buffers: Tensors, input: Tensor, mode: ForwardMode) {
      asked.push(`${id} ${mode}`);
      const isTraining = mode !== 'evaluation';
      const features = product(isTraining ? input : sub(input, buffers[`${id}.mean`] as Tensor), weights[`${id}.w`]);
      return { features, map: features, statistics: isTraining ? { [`${id}.mean`]: mean(input) } : {} };
    },
  });
  const encoders = Object.fromEntries(IDS.map((id) => [id, encoder(id)]));
  const score = (weights: Tensors, features: Tensors, id: string): Tensor => product(features[id] as Tensor, weights[`${id}.v`]);
  const model: Model = {
    modalities: IDS,
    classes: 2,
    scoring: 'slices',
    parameters: PARAMETERS,
    buffers: Object.values(encoders).flatMap(({ buffers }) => buffers),
    encoders,
    fused: (weights, features) => {
      const [a, b] = IDS.map((id) => score(weights, features, id)) as [Tensor, Tensor];
      return logitsOf(add(a, b));
    },
    unimodal: (weights, features, id) => logitsOf(score(weights, features, id)),
  };
  return { model, asked };
}

/** w_a, w_b and v = 1 for both. */
export const tinyWeights = (a: number, b: number): Tensors => ({
  'a.w': tensor2d([[a]]),
  'b.w': tensor2d([[b]]),
  'a.v': tensor2d([[1]]),
  'b.v': tensor2d([[1]]),
});

export const tinyInputs = (a: readonly number[], b: readonly number[]): Tensors => ({
  a: tensor2d([...a], [a.length, 1]),
  b: tensor2d([...b], [b.length, 1]),
});

/** A step before its forward: running means 0, class 1 for every sample unless said. */
export function tinyContext(model: Model, weights: Tensors, inputs: Tensors, labels?: readonly number[]): StepContext {
  const count = inputs['a']?.shape[0] ?? 1;
  return {
    position: { epoch: 2, epochs: 9, step: 4, globalStep: 10 },
    model,
    modalities: MODALITIES,
    chance: chanceOf(1),
    draw: () => scalar(0),
    weights,
    labels: tensor([...(labels ?? Array.from({ length: count }, () => 1))], [count], 'int32'),
    cleanInputs: inputs,
    buffers: { 'a.mean': scalar(0), 'b.mean': scalar(0) },
    features: {},
    unimodalLogits: {},
    plainGradients: {},
    lossGradients: {},
    signals: {},
    reports: {},
    lastLink: 'none',
  };
}
