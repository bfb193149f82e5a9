/**
 * Batch normalisation: fused kernels where the backend has them, the same mathematics in plain operations elsewhere. Nothing here is
 * taped; the network's blocks state their gradients themselves (nn/residual-block.ts).
 */
import { add, batchNorm, div, mul, relu, rsqrt, square, sub, sum, type Tensor, type Tensor1D, tidy } from '@tensorflow/tfjs-core';
import { runFused } from './fused.ts';

/** Inputs x [N,H,W,C], scale [C], offset [C]; attributes epsilon, rectified; outputs y, mean, unbiased variance, and the gradient's reserve. */
export const BATCH_NORM = 'RedRegBatchNorm';
/** Inputs dy, x, scale and the reserve; attribute epsilon; outputs dx, dscale, doffset. */
export const BATCH_NORM_GRADIENT = 'RedRegBatchNormGradient';
/** Inputs x, scale, offset, mean, variance; attributes epsilon, rectified; output y. */
export const BATCH_NORM_INFERENCE = 'RedRegBatchNormInference';

export interface BatchNormSettings {
  readonly epsilon: number;
  /** Whether a ReLU follows: y = max(…, 0). */
  readonly rectified: boolean;
}

/** y = (x − μ) / √(σ² + ε) · scale + offset, with μ and σ² (biased) over all axes but the last. The caller owns every tensor. */
export interface BatchNormResult {
  /** Same shape as `x`. */
  readonly y: Tensor;
  /** Batch mean, [C]. */
  readonly mean: Tensor;
  /** Batch variance with Bessel's correction (n / (n − 1)), [C]: what PyTorch adds to its running variance. */
  readonly variance: Tensor;
  /** For the gradient, which also wants x. */
  readonly reserve: readonly Tensor[];
}

/**
 * Batch norm over the batch itself, [N,H,W,C].
 * Source: PyTorch's BatchNorm2d in training, as used by the official ResNet-18 (methods.md 4.1; ε 1e-5).
 * Edge: with one value per channel the variance has no correction to make; the fused kernel and we then give the biased one.
 */
export function batchNormTraining(x: Tensor, scale: Tensor, offset: Tensor, settings: BatchNormSettings): BatchNormResult {
  const fused = runFused(BATCH_NORM, { x, scale, offset }, settings);
  if (!fused) return batchNormComposed(x, scale, offset, settings);
  const [y, batchMean, variance, ...reserve] = fused as [Tensor, Tensor, Tensor, ...Tensor[]];
  return { y, mean: batchMean, variance, reserve };
}

/** Gradients of batch norm in training; of one with a ReLU, `dy` is what has come through the ReLU already. */
export interface BatchNormGradients {
  readonly x: Tensor;
  readonly scale: Tensor;
  readonly offset: Tensor;
}

/**
 * With x̂ the normalised x and m the mean over a channel:  dx = scale / √(σ² + ε) · (dy − m(dy) − x̂ · m(dy · x̂)).
 * Source: Ioffe and Szegedy 2015, the equations after Algorithm 1, with the chain through μ and σ² worked out.
 */
export function batchNormGradient(
  dy: Tensor,
  x: Tensor,
  scale: Tensor,
  reserve: readonly Tensor[],
  settings: BatchNormSettings,
): BatchNormGradients {
  const named = Object.fromEntries(reserve.map((tensor, i) => [`reserve${String(i)}`, tensor]));
  const fused = runFused(BATCH_NORM_GRADIENT, { dy, x, scale, ...named }, settings);
  if (!fused) return batchNormGradientComposed(dy, x, scale, reserve);
  const [dx, dscale, doffset] = fused as [Tensor, Tensor, Tensor];
  return { x: dx, scale: dscale, offset: doffset };
}

/**
 * Sum over all axes but the last, one axis after the other from within. A channel of the stem has some 300,000 values; added up one by
 * one in float32 their sum is off by up to 1e-4, which shows in the gradients. In stages no sum is longer than an axis.
 */
const channelSum = (x: Tensor): Tensor => {
  let total = x;
  for (let axis = x.rank - 2; axis >= 0; axis--) total = sum(total, axis);
  return total;
};

/** Values of one channel. */
const countOf = (x: Tensor): number => x.size / (x.shape.at(-1) ?? 1);

/** The same in plain operations: any backend, slower. */
export function batchNormComposed(
  x: Tensor,
  scale: Tensor,
  offset: Tensor,
  { epsilon, rectified }: BatchNormSettings,
): BatchNormResult {
  const [y, batchMean, variance, inverse] = tidy((): [Tensor, Tensor, Tensor, Tensor] => {
    const count = countOf(x);
    const own = div(channelSum(x), count);
    const centred = sub(x, own);
    const biased = div(channelSum(square(centred)), count);
    const inverseDeviation = rsqrt(add(biased, epsilon));
    const linear = add(mul(mul(centred, inverseDeviation), scale), offset);
    return [rectified ? relu(linear) : linear, own, mul(biased, count / Math.max(count - 1, 1)), inverseDeviation];
  });
  return { y, mean: batchMean, variance, reserve: [tidy(() => add(batchMean, 0)), inverse] };
}

/** The gradient in plain operations; its reserve is mean and 1/√(σ² + ε). */
export function batchNormGradientComposed(
  dy: Tensor,
  x: Tensor,
  scale: Tensor,
  [batchMean, inverse]: readonly Tensor[],
): BatchNormGradients {
  if (!batchMean || !inverse) throw new Error('batchNormGradient: the reserve of the forward is missing.');
  const [dx, dscale, doffset] = tidy((): [Tensor, Tensor, Tensor] => {
    const normalised = mul(sub(x, batchMean), inverse);
    const [toScale, toOffset] = [channelSum(mul(dy, normalised)), channelSum(dy)];
    const inner = sub(sub(dy, div(toOffset, countOf(x))), mul(normalised, div(toScale, countOf(x))));
    return [mul(mul(inner, inverse), scale), toScale, toOffset];
  });
  return { x: dx, scale: dscale, offset: doffset };
}

/** Batch norm with fixed statistics, as in evaluation. The caller owns the result. */
export function batchNormInference(
  x: Tensor,
  statistics: { readonly mean: Tensor; readonly variance: Tensor },
  scale: Tensor,
  offset: Tensor,
  settings: BatchNormSettings,
): Tensor {
  const { mean: running, variance } = statistics;
  const fused = runFused(BATCH_NORM_INFERENCE, { x, scale, offset, mean: running, variance }, settings);
  if (fused) return fused[0];
  return tidy(() => {
    const linear = batchNorm(
      x,
      running as Tensor1D,
      variance as Tensor1D,
      offset as Tensor1D,
      scale as Tensor1D,
      settings.epsilon,
    );
    return settings.rectified ? relu(linear) : linear;
  });
}
