import {
  add,
  clone,
  concat,
  matMul,
  mul,
  pad,
  reshape,
  slice,
  softmax,
  sub,
  sum,
  type Tensor,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import { layerNorm, layerNormGradient } from '../tensor/layer-norm.ts';
import { operation } from '../tensor/record.ts';
import { type Draw, dropoutFactors, dropped } from './dropout.ts';
import { linear, linearGradient, type LinearWeights } from './linear.ts';

/** Queries, keys and values side by side [D, 3D]; the heads' results joined [D, D]; the layer norm behind. */
export type AttentionWeights = Readonly<Record<'inWeight' | 'inBias' | 'outWeight' | 'outBias' | 'scale' | 'offset', Tensor>>;

export interface AttentionOptions {
  readonly batch: number;
  readonly steps: number;
  readonly heads: number;
  readonly dropout: number;
  /** Prefix of the places of dropout. */
  readonly place: string;
  /** Only the last step asks, and only it comes out: all that is needed of a last layer whose last step is the features. */
  readonly onlyLast: boolean;
}

/**
 * The first half of a post-norm block, as one operation of the tape: y = norm(x + dropout(attention(x))). Every step of a sample attends
 * to all of its steps, none masked:
 *
 *     attention(x) = [head₁ … head_H] W_out + b_out,   head = dropout(softmax(q kᵀ / √(D / H))) v,   [q k v] = x W_in + b_in
 *
 * Shapes: x [B·T, D], rows by sample and then step; y likewise, or [B, D] with `onlyLast`.
 * Source: Vaswani et al. 2017; PyTorch's MultiheadAttention and TransformerEncoderLayer (methods.md 4.4).
 */
export function attentionBlock(x: Tensor, weights: AttentionWeights, options: AttentionOptions, draw?: Draw): Tensor {
  return operation('AttentionBlock', { x, ...weights }, () => {
    const { value, ...kept } = tidy(() => forward(x, weights, options, draw) as never) as ReturnType<typeof forward>;
    return {
      value,
      saved: Object.values(kept).filter((tensor) => tensor !== null),
      gradient: (dy) => backward(dy, kept, weights, options),
    };
  });
}

type Kept = Omit<ReturnType<typeof forward>, 'value'>;

function forward(x: Tensor, w: AttentionWeights, options: AttentionOptions, draw?: Draw) {
  const { batch, steps, dropout, place, onlyLast } = options;
  const [toQuery, toOthers] = divided(w);
  const asking = onlyLast ? lastRows(x, options) : clone(x); // [B·Q, D], Q steps ask
  const query = mul(headsOf(linear(asking, toQuery), options), scaleOf(x, options)); // [B·H, Q, D/H]
  const others = linear(x, toOthers); // [B·T, 2D]
  const [k, v] = halves(others).map((half) => headsOf(half, options)) as [Tensor, Tensor]; // [B·H, T, D/H]
  const shares = softmax(matMul(query, k, false, true)); // [B·H, Q, T]
  const attended = dropped(shares, dropoutFactors(draw, dropout, `${place}.self_attn.dropout`, shares.shape));
  const joined = together(matMul(attended, v), options, onlyLast ? batch : batch * steps); // [B·Q, D]
  const out = linear(joined, { weight: w.outWeight, bias: w.outBias });
  const factors = dropoutFactors(draw, dropout, `${place}.dropout1`, out.shape);
  const { y, normalised, inverse } = layerNorm(add(asking, dropped(out, factors)), w.scale, w.offset);
  return { value: y, input: clone(x), asking, query, k, v, shares, attended, joined, factors, normalised, inverse };
}

function backward(
  dy: Tensor,
  kept: Kept,
  w: AttentionWeights,
  options: AttentionOptions,
): Record<keyof AttentionWeights | 'x', Tensor> {
  const { input, asking, query, k, v, shares, attended, joined, factors } = kept;
  const [toQuery, toOthers] = divided(w);
  const norm = layerNormGradient(dy, w.scale, kept);
  const out = linearGradient(dropped(norm.x, factors), joined, w.outWeight);
  const dhead = headsOf(out.x, options);
  // Where dropout zeroed a share, `attended` is zero too, so its factors are not needed again: dshares · shares = dattended · attended.
  const through = mul(matMul(dhead, v, false, true), attended);
  const dscores = sub(through, mul(shares, sum(through, 2, true)));
  const dquery = together(mul(matMul(dscores, k), scaleOf(input, options)), options, asking.shape[0] ?? 1);
  const [dk, dv] = [matMul(dscores, query, true, false), matMul(attended, dhead, true, false)];
  const dothers = concat(
    [dk, dv].map((each) => together(each, options, input.shape[0] ?? 1)),
    1,
  );
  const [own, other] = [linearGradient(dquery, asking, toQuery.weight), linearGradient(dothers, input, toOthers.weight)];
  const asked = add(norm.x, own.x);
  return {
    x: add(other.x, options.onlyLast ? atLastRows(asked, options) : asked),
    inWeight: concat([own.weight, other.weight], 1),
    inBias: concat([own.bias, other.bias], 0),
    ...{ outWeight: out.weight, outBias: out.bias, scale: norm.scale, offset: norm.offset },
  };
}

/** 1 / √(D / H). */
const scaleOf = (x: Tensor, { heads }: AttentionOptions): number => 1 / Math.sqrt((x.shape[1] ?? heads) / heads);

/** The queries' layer [D, D], and that of keys and values [D, 2D]. */
function divided({ inWeight, inBias, outBias }: AttentionWeights): [LinearWeights, LinearWeights] {
  const dim = outBias.size;
  return [
    { weight: slice(inWeight, [0, 0], [-1, dim]), bias: slice(inBias, [0], [dim]) },
    { weight: slice(inWeight, [0, dim], [-1, 2 * dim]), bias: slice(inBias, [dim], [2 * dim]) },
  ];
}

/** [N, 2D] → twice [N, D]. */
function halves(x: Tensor): [Tensor, Tensor] {
  const dim = (x.shape[1] ?? 0) / 2;
  return [slice(x, [0, 0], [-1, dim]), slice(x, [0, dim], [-1, dim])];
}

/** [B·S, D] → [B·H, S, D/H], for as many steps S as there are. */
const headsOf = (x: Tensor, { batch, heads }: AttentionOptions): Tensor => {
  const [rows = batch, dim = heads] = x.shape;
  const each = transpose(reshape(x, [batch, rows / batch, heads, dim / heads]), [0, 2, 1, 3]);
  return reshape(each, [batch * heads, rows / batch, dim / heads]);
};

/** The way back, to so many rows. */
const together = (x: Tensor, { batch, heads }: AttentionOptions, rows: number): Tensor =>
  reshape(transpose(reshape(x, [batch, heads, rows / batch, -1]), [0, 2, 1, 3]), [rows, -1]);

/** Each sample's last step: [B·T, D] → [B, D]. */
const lastRows = (x: Tensor, { batch, steps }: AttentionOptions): Tensor =>
  reshape(slice(reshape(x, [batch, steps, -1]), [0, steps - 1, 0], [-1, 1, -1]), [batch, -1]);

/** Zeros but for each sample's last step: [B, D] → [B·T, D]. */
const atLastRows = (x: Tensor, { batch, steps }: AttentionOptions): Tensor =>
  reshape(
    pad(reshape(x, [batch, 1, -1]), [
      [0, 0],
      [steps - 1, 0],
      [0, 0],
    ]),
    [batch * steps, -1],
  );
