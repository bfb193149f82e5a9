import {
  add,
  matMul,
  mul,
  sigmoid,
  slice,
  concat as concatTensors,
  type Tensor,
  type Tensor2D,
  zerosLike,
} from '@tensorflow/tfjs-core';
import type { ParameterInfo, Tensors } from './parameter.ts';

/** A modality and the width of its features. */
export interface Branch {
  readonly modality: string;
  readonly width: number;
}

/** How the features of several modalities become class logits. Features are [B, D_m]; logits [B, C]. */
export interface Fusion {
  readonly id: string;
  parameters(branches: readonly Branch[], classes: number): ParameterInfo[];
  logits(weights: Tensors, branches: readonly Branch[], features: Tensors): Tensor;
  /**
   * A modality's share of the fused logits, `z_m W_m + b · biasShare`; null where the fusion has no such share (FiLM, gated).
   * `training` matters for sum: the official script adds the full bias in training and half of it in validation.
   */
  slice:
    ((weights: Tensors, branches: readonly Branch[], features: Tensors, modality: string, training: boolean) => Tensor) | null;
}

const linear = (
  name: string,
  from: number,
  to: number,
  part: 'fusion' | 'head' = 'fusion',
  owner: string | null = null,
): ParameterInfo[] => [
  { name: `${name}.weight`, shape: [from, to], owner, part, kind: 'linear', stage: part },
  { name: `${name}.bias`, shape: [to], owner, part, kind: 'bias', stage: part },
];

/** x W + b · share. */
function affine(weights: Tensors, name: string, x: Tensor, biasShare = 1): Tensor {
  const bias = weightOf(weights, `${name}.bias`);
  const product = matMul(x as Tensor2D, weightOf(weights, `${name}.weight`) as Tensor2D);
  return add(product, biasShare === 1 ? bias : mul(bias, biasShare));
}

function weightOf(weights: Tensors, name: string): Tensor {
  const weight = weights[name];
  if (!weight) throw new Error(`The fusion was given no tensor named ${name}.`);
  return weight;
}

const feature = (features: Tensors, modality: string): Tensor => {
  const tensor = features[modality];
  if (!tensor) throw new Error(`No features of the modality ${modality}.`);
  return tensor;
};

/** One linear layer over the joined features. A slice is the modality's rows with an equal share of the bias (methods.md 4.3). */
export const concat: Fusion = {
  id: 'concat',
  parameters: (branches, classes) =>
    linear(
      'head',
      branches.reduce((total, branch) => total + branch.width, 0),
      classes,
    ),
  logits: (weights, branches, features) =>
    affine(
      weights,
      'head',
      concatTensors(
        branches.map((b) => feature(features, b.modality) as Tensor2D),
        1,
      ),
    ),
  slice: (weights, branches, features, modality) => {
    const index = branches.findIndex((b) => b.modality === modality);
    const start = branches.slice(0, index).reduce((total, b) => total + b.width, 0);
    const rows = slice(weightOf(weights, 'head.weight') as Tensor2D, [start, 0], [branches[index]?.width ?? 0, -1]);
    return add(matMul(feature(features, modality) as Tensor2D, rows), mul(weightOf(weights, 'head.bias'), 1 / branches.length));
  },
};

/** A linear layer a modality, logits added. */
export const sum: Fusion = {
  id: 'sum',
  parameters: (branches, classes) => branches.flatMap((b) => linear(`fusion.${b.modality}`, b.width, classes)),
  logits: (weights, branches, features) =>
    branches
      .map((b) => affine(weights, `fusion.${b.modality}`, feature(features, b.modality)))
      .reduce((total, part) => add(total, part)),
  slice: (weights, branches, features, modality, training) =>
    affine(weights, `fusion.${modality}`, feature(features, modality), training ? 1 : 1 / branches.length),
};

/**
 * FiLM: the first modality gives a factor and a shift for the second, (γ, β) = split(x W + b), logits = (γ · y + β) W' + b'.
 * Source: methods.md 4.2. Further modalities are not defined by the papers and are refused when the model is built.
 */
export const film: Fusion = {
  id: 'film',
  parameters: (branches, classes) => {
    const [x, y] = pairOf('film', branches);
    return [...linear('fusion.film', x.width, 2 * y.width), ...linear('head', y.width, classes)];
  },
  logits: (weights, branches, features) => {
    const [x, y] = pairOf('film', branches);
    const both = affine(weights, 'fusion.film', feature(features, x.modality)) as Tensor2D;
    const gamma = slice(both, [0, 0], [-1, y.width]);
    const beta = slice(both, [0, y.width], [-1, y.width]);
    return affine(weights, 'head', add(mul(gamma, feature(features, y.modality)), beta));
  },
  slice: null,
};

/** Gated: logits = (σ(x U + a) · (y V + c)) W + b. Source: methods.md 4.2; two modalities. */
export const gated: Fusion = {
  id: 'gated',
  parameters: (branches, classes) => {
    const [x, y] = pairOf('gated', branches);
    return [
      ...linear(`fusion.${x.modality}`, x.width, x.width),
      ...linear(`fusion.${y.modality}`, y.width, x.width),
      ...linear('head', x.width, classes),
    ];
  },
  logits: (weights, branches, features) => {
    const [x, y] = pairOf('gated', branches);
    const gate = sigmoid(affine(weights, `fusion.${x.modality}`, feature(features, x.modality)));
    return affine(weights, 'head', mul(gate, affine(weights, `fusion.${y.modality}`, feature(features, y.modality))));
  },
  slice: null,
};

export const fusions: readonly Fusion[] = [concat, sum, film, gated];

function pairOf(id: string, branches: readonly Branch[]): [Branch, Branch] {
  const [x, y, ...more] = branches;
  if (!x || !y || more.length > 0)
    throw new Error(`${id} fusion joins exactly two modalities; this model has ${String(branches.length)}.`);
  return [x, y];
}

/**
 * The fused logits with every other modality's features set to zero: the score where a fusion has no slice (OPM and InfoReg papers).
 * Deviation: they feed zeros to the other encoder; we zero its features, which costs no second forward pass.
 */
export function zeroOutLogits(
  fusion: Fusion,
  weights: Tensors,
  branches: readonly Branch[],
  features: Tensors,
  modality: string,
): Tensor {
  const only = Object.fromEntries(
    Object.entries(features).map(([id, tensor]) => [id, id === modality ? tensor : zerosLike(tensor)]),
  );
  return fusion.logits(weights, branches, only);
}

/** A dedicated linear head of one modality (RedReg's `head_audio`, `head_video`). */
export const headParameters = (branch: Branch, classes: number): ParameterInfo[] =>
  linear(`head.${branch.modality}`, branch.width, classes, 'head', branch.modality);

export const headLogits = (weights: Tensors, features: Tensors, modality: string): Tensor =>
  affine(weights, `head.${modality}`, feature(features, modality));
