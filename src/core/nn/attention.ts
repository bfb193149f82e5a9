import {
  add,
  clone,
  matMul,
  mul,
  reshape,
  slice,
  softmax,
  stack,
  sub,
  sum,
  type Tensor,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import { layerNorm, layerNormGradient } from '../tensor/layer-norm.ts';
import { operation } from '../tensor/record.ts';
import { type Draw, dropoutFactors, dropped } from './dropout.ts';
import { linear, linearGradient } from './linear.ts';

/** Queries, keys and values in one product [D, 3D]; the heads' results joined [D, D]; the layer norm behind. */
export type AttentionWeights = Readonly<Record<'inWeight' | 'inBias' | 'outWeight' | 'outBias' | 'scale' | 'offset', Tensor>>;

export interface AttentionOptions {
  readonly batch: number;
  readonly steps: number;
  readonly heads: number;
  readonly dropout: number;
  /** Prefix of the places of dropout. */
  readonly place: string;
}

/**
 * The first half of a post-norm block, as one operation of the tape: y = norm(x + dropout(attention(x))). Every step of a sample attends
 * to all of its steps, none masked:
 *
 *     attention(x) = [head₁ … head_H] W_out + b_out,   head = dropout(softmax(q kᵀ / √(D / H))) v,   [q k v] = x W_in + b_in
 *
 * Shapes: x and y [B·T, D], rows by sample and then step. Source: Vaswani et al. 2017; PyTorch's MultiheadAttention and
 * TransformerEncoderLayer (methods.md 4.4).
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
  const { dropout, place } = options;
  const [q, k, v] = apart(linear(x, { weight: w.inWeight, bias: w.inBias }), options);
  const query = mul(q, scaleOf(x, options));
  const shares = softmax(matMul(query, k, false, true)); // [B·H, T, T]
  const attended = dropped(shares, dropoutFactors(draw, dropout, `${place}.self_attn.dropout`, shares.shape));
  const joined = together(matMul(attended, v), options);
  const out = linear(joined, { weight: w.outWeight, bias: w.outBias });
  const factors = dropoutFactors(draw, dropout, `${place}.dropout1`, out.shape);
  const { y, normalised, inverse } = layerNorm(add(x, dropped(out, factors)), w.scale, w.offset);
  return { value: y, input: clone(x), query, k, v, shares, attended, joined, factors, normalised, inverse };
}

function backward(
  dy: Tensor,
  kept: Kept,
  w: AttentionWeights,
  options: AttentionOptions,
): Record<keyof AttentionWeights | 'x', Tensor> {
  const { input, query, k, v, shares, attended, joined, factors } = kept;
  const norm = layerNormGradient(dy, w.scale, kept);
  const out = linearGradient(dropped(norm.x, factors), joined, w.outWeight);
  const dhead = headsOf(out.x, options);
  // Where dropout zeroed a share, `attended` is zero too, so its factors are not needed again: dshares · shares = dattended · attended.
  const through = mul(matMul(dhead, v, false, true), attended);
  const dscores = sub(through, mul(shares, sum(through, 2, true)));
  const [dq, dk] = [mul(matMul(dscores, k), scaleOf(input, options)), matMul(dscores, query, true, false)];
  const dv = matMul(attended, dhead, true, false);
  const into = linearGradient(joinedApart([dq, dk, dv], options), input, w.inWeight);
  return {
    x: add(norm.x, into.x),
    ...{ inWeight: into.weight, inBias: into.bias, outWeight: out.weight, outBias: out.bias },
    ...{ scale: norm.scale, offset: norm.offset },
  };
}

/** 1 / √(D / H). */
const scaleOf = (x: Tensor, { heads }: AttentionOptions): number => 1 / Math.sqrt((x.shape[1] ?? heads) / heads);

/** [B·T, 3D] → queries, keys and values [B·H, T, D/H]. */
function apart(joined: Tensor, { batch, steps, heads }: AttentionOptions): [Tensor, Tensor, Tensor] {
  const each = transpose(reshape(joined, [batch, steps, 3, heads, -1]), [2, 0, 3, 1, 4]); // [3, B, H, T, D/H]
  const of = (i: number): Tensor => reshape(slice(each, [i], [1]), [batch * heads, steps, -1]);
  return [of(0), of(1), of(2)];
}

/** The way back. */
const joinedApart = (parts: readonly Tensor[], { batch, steps, heads }: AttentionOptions): Tensor => {
  const each = reshape(stack([...parts]), [3, batch, heads, steps, -1]);
  return reshape(transpose(each, [1, 3, 0, 2, 4]), [batch * steps, -1]);
};

/** [B·T, D] → [B·H, T, D/H]. */
const headsOf = (x: Tensor, { batch, steps, heads }: AttentionOptions): Tensor =>
  reshape(transpose(reshape(x, [batch, steps, heads, -1]), [0, 2, 1, 3]), [batch * heads, steps, -1]);

/** [B·H, T, D/H] → [B·T, D]. */
const together = (x: Tensor, { batch, steps, heads }: AttentionOptions): Tensor =>
  reshape(transpose(reshape(x, [batch, heads, steps, -1]), [0, 2, 1, 3]), [batch * steps, -1]);
