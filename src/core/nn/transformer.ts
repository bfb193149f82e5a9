import { matMul, reshape, slice, type Tensor, type Tensor2D } from '@tensorflow/tfjs-core';
import { attentionBlock } from './attention.ts';
import type { Encoder, ForwardOptions } from './encoder.ts';
import { feedForwardBlock } from './feed-forward.ts';
import { named, type ParameterInfo, type Tensors } from './parameter.ts';

export interface TransformerSettings {
  /** Prefix of every name, the modality's id. */
  readonly owner: string;
  /** Shape of one sample: [steps, features]. */
  readonly sample: readonly number[];
  /** D, a multiple of the heads. */
  readonly dim: number;
  readonly heads: number;
  readonly layers: number;
  readonly feedForward: number;
  readonly dropout: number;
}

/**
 * MultiBench's `Transformer(n_features, dim)`: a convolution over single steps without bias, which is one matrix for all steps, then
 * post-norm blocks of self-attention and feed-forward. No positional encoding and no padding mask: padded steps take part as they are.
 * [B, T, F] → map [B, T, D]; the features are its last step. Where only they are asked for, the last layer computes that step alone.
 *
 * Source: MultiBench `unimodals/common_models.py`, with the defaults of PyTorch's TransformerEncoderLayer (methods.md 4.4). Names are
 * theirs behind `<owner>.`. Deviation: the convolution's weight is kept as a matrix [F, D] and counts as linear.
 */
export function transformer(settings: TransformerSettings): Encoder {
  const { owner, dim, layers, sample } = settings;
  const [steps = 1, features = 1] = sample;
  const first = steps * features * dim;
  return {
    parameters: [
      {
        ...at(owner, 'input'),
        name: `${owner}.conv.weight`,
        shape: [features, dim],
        kind: 'linear',
        initial: { bound: 1 / Math.sqrt(features) },
      },
      ...Array.from({ length: layers }, (_, i) => layerParameters(settings, i)).flat(),
    ],
    buffers: [],
    width: dim,
    firstMacs: first,
    macs: first + layerMacs(settings, steps) * (layers - 1) + layerMacs(settings, 1),
    forward(weights, _buffers, input, _mode, options = {}) {
      const map = forward(settings, weights, input, options);
      return { map, features: lastStep(map), statistics: {} };
    },
  };
}

/** [B, T, D] → [B, D]. */
export const lastStep = (map: Tensor): Tensor => {
  const [batch = 1, steps = 1, dim = 1] = map.shape;
  return reshape(slice(map, [0, steps - 1, 0], [batch, 1, dim]), [batch, dim]);
};

/** Of one sample's layer in which so many of its steps ask: keys and values of all, the rest of these. */
function layerMacs({ dim, feedForward, sample: [steps = 1] }: TransformerSettings, asking: number): number {
  return 2 * steps * dim * dim + asking * (2 * dim * dim + 2 * dim * feedForward + 2 * steps * dim);
}

const at = (owner: string, stage: string) => ({ owner, part: 'encoder', stage }) as const;

const layerName = (owner: string, layer: number): string => `${owner}.transformer.layers.${String(layer)}`;

/**
 * First values are PyTorch's: in_proj xavier-uniform, its bias and out_proj's 0; all else linear U(±1/√in), biases too. PyTorch's
 * TransformerEncoder copies one layer, so all layers begin alike, and so do ours: they share the first layer's chance.
 */
function layerParameters({ owner, dim, feedForward }: TransformerSettings, layer: number): ParameterInfo[] {
  const common = at(owner, `layer${String(layer + 1)}`);
  const parameter = (local: string, shape: number[], kind: ParameterInfo['kind'], bound?: number): ParameterInfo => ({
    ...common,
    name: `${layerName(owner, layer)}.${local}`,
    ...{ shape, kind },
    ...(bound === undefined ? {} : { initial: { bound, like: `${layerName(owner, 0)}.${local}` } }),
  });
  const [narrow, wide] = [1 / Math.sqrt(dim), 1 / Math.sqrt(feedForward)];
  return [
    parameter('self_attn.in_proj_weight', [dim, 3 * dim], 'linear', Math.sqrt(6 / (4 * dim))),
    parameter('self_attn.in_proj_bias', [3 * dim], 'bias'),
    parameter('self_attn.out_proj.weight', [dim, dim], 'linear', narrow),
    parameter('self_attn.out_proj.bias', [dim], 'bias'),
    parameter('linear1.weight', [dim, feedForward], 'linear', narrow),
    parameter('linear1.bias', [feedForward], 'bias', narrow),
    parameter('linear2.weight', [feedForward, dim], 'linear', wide),
    parameter('linear2.bias', [dim], 'bias', wide),
    ...['norm1', 'norm2'].flatMap((norm) => [
      parameter(`${norm}.weight`, [dim], 'norm-scale'),
      parameter(`${norm}.bias`, [dim], 'norm-shift'),
    ]),
  ];
}

function forward(
  settings: TransformerSettings,
  weights: Tensors,
  input: Tensor,
  { draw, onlyFeatures = false }: ForwardOptions,
): Tensor {
  const { owner, dim, layers, heads, dropout } = settings;
  const [batch = 1, steps = 1, features = 1] = input.shape;
  let x: Tensor = matMul(reshape(input, [batch * steps, features]), named(weights, `${owner}.conv.weight`) as Tensor2D);
  for (let layer = 0; layer < layers; layer++) {
    const place = layerName(owner, layer);
    const of = (local: string): Tensor => named(weights, `${place}.${local}`);
    const norm = (which: string) => ({ scale: of(`${which}.weight`), offset: of(`${which}.bias`) });
    const attention = {
      ...{ inWeight: of('self_attn.in_proj_weight'), inBias: of('self_attn.in_proj_bias') },
      ...{ outWeight: of('self_attn.out_proj.weight'), outBias: of('self_attn.out_proj.bias') },
    };
    const onlyLast = onlyFeatures && layer === layers - 1;
    x = attentionBlock(x, { ...attention, ...norm('norm1') }, { batch, steps, heads, dropout, place, onlyLast }, draw);
    const feedForward = {
      ...{ firstWeight: of('linear1.weight'), firstBias: of('linear1.bias') },
      ...{ secondWeight: of('linear2.weight'), secondBias: of('linear2.bias') },
    };
    x = feedForwardBlock(x, { ...feedForward, ...norm('norm2') }, { dropout, place }, draw);
  }
  return reshape(x, [batch, -1, dim]);
}
