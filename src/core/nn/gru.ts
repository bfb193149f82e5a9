import {
  add,
  concat,
  matMul,
  mul,
  reshape,
  sigmoid,
  split,
  stack,
  sub,
  square,
  type Tensor,
  type Tensor2D,
  tanh,
  tidy,
  transpose,
  unstack,
  zeros,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { operation } from '../tensor/record.ts';
import type { Encoder } from './encoder.ts';
import { columnSums, linear } from './linear.ts';
import { named, type ParameterInfo } from './parameter.ts';
import { lastStep } from './transformer.ts';

export interface GruSettings {
  /** Prefix of every name, the modality's id. */
  readonly owner: string;
  /** Shape of one sample: [steps, features]. */
  readonly sample: readonly number[];
  /** D, the hidden state's width. */
  readonly dim: number;
}

/**
 * One layer of gated recurrent units over the steps, from a state of zeros. [B, T, F] → map [B, T, D], the state after every step; the
 * features are the last.
 * Source: PyTorch's GRU (gates in the order r, z, n; the reset gate acts behind the product, Cho et al. 2014 have it before). Names are
 * PyTorch's behind `<owner>.`; all first values U(±1/√D).
 */
export function gru({ owner, sample, dim }: GruSettings): Encoder {
  const [steps = 1, features = 1] = sample;
  const parameter = (local: string, shape: number[], kind: ParameterInfo['kind']): ParameterInfo => ({
    ...{ name: `${owner}.gru.${local}`, shape, owner, part: 'encoder', kind, stage: 'gru' },
    initial: { bound: 1 / Math.sqrt(dim) },
  });
  return {
    parameters: [
      parameter('weight_ih_l0', [features, 3 * dim], 'linear'),
      parameter('weight_hh_l0', [dim, 3 * dim], 'linear'),
      parameter('bias_ih_l0', [3 * dim], 'bias'),
      parameter('bias_hh_l0', [3 * dim], 'bias'),
    ],
    buffers: [],
    width: dim,
    firstMacs: steps * features * 3 * dim,
    macs: steps * (features + dim) * 3 * dim,
    forward(weights, _buffers, input) {
      const of = (local: string): Tensor => named(weights, `${owner}.gru.${local}`);
      const map = recurrence(input, {
        ...{ inWeight: of('weight_ih_l0'), inBias: of('bias_ih_l0') },
        ...{ stateWeight: of('weight_hh_l0'), stateBias: of('bias_hh_l0') },
      });
      return { map, features: lastStep(map), statistics: {} };
    },
  };
}

/** Input to gates [F, 3D], state to gates [D, 3D], and their biases. */
type GruWeights = Readonly<Record<'inWeight' | 'inBias' | 'stateWeight' | 'stateBias', Tensor>>;

/** What a step's gradient wants, [B, D] each: the state before, the gates, and the state's part of n before the reset. */
interface Moment {
  readonly before: Tensor;
  readonly r: Tensor;
  readonly z: Tensor;
  readonly n: Tensor;
  readonly inner: Tensor;
}

/**
 * All steps as one operation of the tape, x [B, T, F] → states [B, T, D]:
 *
 *     r = σ(x W_ir + b_ir + h W_hr + b_hr)          z likewise
 *     n = tanh(x W_in + b_in + r · (h W_hn + b_hn))
 *     h ← (1 − z) · n + z · h
 *
 * The input gets no gradient: it is data.
 */
function recurrence(x: Tensor, weights: GruWeights): Tensor {
  return operation('Gru', { ...weights }, () => {
    const { value, rows, moments } = tidy(() => forward(x, weights) as never) as ReturnType<typeof forward>;
    return {
      value,
      saved: [rows, ...moments.flatMap((moment) => Object.values(moment) as Tensor[])],
      gradient: (dy) => backward(dy, rows, moments, weights),
    };
  });
}

function forward(x: Tensor, w: GruWeights) {
  const [batch = 1, steps = 1, features = 1] = x.shape;
  const dim = w.stateWeight.shape[0] ?? 1;
  const rows = reshape(transpose(x, [1, 0, 2]), [steps * batch, features]); // by step, then sample
  const fromInput = reshape(linear(rows, { weight: w.inWeight, bias: w.inBias }), [steps, batch, 3 * dim]);
  let state: Tensor = zeros([batch, dim]);
  const moments: Moment[] = [];
  const states: Tensor[] = [];
  for (const given of unstack(fromInput)) {
    const [inR, inZ, inN] = split(given, 3, 1) as [Tensor, Tensor, Tensor];
    const [r0, z0, inner] = split(linear(state, { weight: w.stateWeight, bias: w.stateBias }), 3, 1) as [Tensor, Tensor, Tensor];
    const [r, z] = [sigmoid(add(inR, r0)), sigmoid(add(inZ, z0))];
    const n = tanh(add(inN, mul(r, inner)));
    moments.push({ before: state, r, z, n, inner });
    state = add(n, mul(z, sub(state, n)));
    states.push(state);
  }
  return { value: transpose(stack(states), [1, 0, 2]), rows, moments };
}

/** Back through time, newest step first; the weights' gradients are one product over all steps. */
function backward(dy: Tensor, rows: Tensor, moments: readonly Moment[], w: GruWeights): Record<keyof GruWeights, Tensor> {
  const dstates = unstack(transpose(dy, [1, 0, 2]));
  const fromInput: Tensor[] = [];
  const fromState: Tensor[] = [];
  let dstate = zerosLike(dstates[0] as Tensor);
  for (const [t, { before, r, z, n, inner }] of [...moments.entries()].toReversed()) {
    const dh = add(dstate, dstates[t] as Tensor);
    const dn = mul(mul(dh, sub(1, z)), sub(1, square(n)));
    const dz = mul(mul(dh, sub(before, n)), mul(z, sub(1, z)));
    const dr = mul(mul(dn, inner), mul(r, sub(1, r)));
    fromInput[t] = concat([dr, dz, dn], 1);
    const own = concat([dr, dz, mul(dn, r)], 1);
    fromState[t] = own;
    dstate = add(mul(dh, z), matMul(own as Tensor2D, w.stateWeight as Tensor2D, false, true));
  }
  const [dinput, down] = [concat(fromInput, 0) as Tensor2D, concat(fromState, 0) as Tensor2D];
  const befores = concat(
    moments.map(({ before }) => before),
    0,
  ) as Tensor2D;
  return {
    inWeight: matMul(rows as Tensor2D, dinput, true, false),
    inBias: columnSums(dinput),
    stateWeight: matMul(befores, down, true, false),
    stateBias: columnSums(down),
  };
}
