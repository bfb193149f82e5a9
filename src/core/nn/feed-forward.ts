import { add, clone, mul, relu, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { layerNorm, layerNormGradient } from '../tensor/layer-norm.ts';
import { operation } from '../tensor/record.ts';
import { reluGradient } from '../tensor/relu-gradient.ts';
import { type Draw, dropoutFactors, dropped } from './dropout.ts';
import { linear, linearGradient } from './linear.ts';

/** Weights [D, F] and [F, D] with their biases, and the layer norm behind. */
export type FeedForwardWeights = Readonly<
  Record<'firstWeight' | 'firstBias' | 'secondWeight' | 'secondBias' | 'scale' | 'offset', Tensor>
>;

/**
 * The second half of a post-norm block, as one operation of the tape: y = norm(x + dropout(dropout(relu(x W₁ + b₁)) W₂ + b₂)).
 * Shapes: x and y [N, D]. Source: Vaswani et al. 2017; PyTorch's TransformerEncoderLayer (methods.md 4.4).
 */
export function feedForwardBlock(
  x: Tensor,
  weights: FeedForwardWeights,
  options: { readonly dropout: number; readonly place: string },
  draw?: Draw,
): Tensor {
  return operation('FeedForwardBlock', { x, ...weights }, () => {
    const { value, ...kept } = tidy(() => forward(x, weights, options, draw) as never) as ReturnType<typeof forward>;
    return {
      value,
      saved: Object.values(kept).filter((tensor) => tensor !== null),
      gradient: (dy) => backward(dy, kept, weights, draw ? options.dropout : 0),
    };
  });
}

type Kept = Omit<ReturnType<typeof forward>, 'value'>;

function forward(x: Tensor, w: FeedForwardWeights, { dropout, place }: { dropout: number; place: string }, draw?: Draw) {
  const rectified = relu(linear(x, { weight: w.firstWeight, bias: w.firstBias })); // [N, F]
  const hidden = dropped(rectified, dropoutFactors(draw, dropout, `${place}.dropout`, rectified.shape));
  const out = linear(hidden, { weight: w.secondWeight, bias: w.secondBias });
  const factors = dropoutFactors(draw, dropout, `${place}.dropout2`, out.shape);
  const { y, normalised, inverse } = layerNorm(add(x, dropped(out, factors)), w.scale, w.offset);
  return { value: y, input: clone(x), hidden, factors, normalised, inverse };
}

function backward(dy: Tensor, kept: Kept, w: FeedForwardWeights, rate: number): Record<keyof FeedForwardWeights | 'x', Tensor> {
  const { input, hidden, factors } = kept;
  const norm = layerNormGradient(dy, w.scale, kept);
  const second = linearGradient(dropped(norm.x, factors), hidden, w.secondWeight);
  // `hidden` is positive exactly where the ReLU let through and dropout kept, so both gradients are one.
  const through = reluGradient(second.x, hidden);
  const first = linearGradient(rate === 0 ? through : mul(through, 1 / (1 - rate)), input, w.firstWeight);
  return {
    x: add(norm.x, first.x),
    ...{ firstWeight: first.weight, firstBias: first.bias, secondWeight: second.weight, secondBias: second.bias },
    ...{ scale: norm.scale, offset: norm.offset },
  };
}
