/**
 * Batch normalisation in training: one fused kernel where the backend has it, the same mathematics in plain operations elsewhere.
 * The fused kernel is registered for the backend `tensorflow` by the trainer's runtime; the composed form is its test twin.
 */
import {
  add,
  batchNorm,
  div,
  engine,
  type GradConfig,
  getBackend,
  getKernel,
  mean,
  mul,
  type NamedTensorMap,
  registerGradient,
  rsqrt,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  tidy,
} from '@tensorflow/tfjs-core';
import { untaped } from './record.ts';

/** y = (x − μ) / √(σ² + ε) · scale + offset, with μ and σ² (biased) over all axes but the last. */
export interface BatchNormResult {
  /** Same shape as `x`. */
  readonly y: Tensor;
  /** Batch mean, [C]. */
  readonly mean: Tensor;
  /** Batch variance with Bessel's correction (n / (n − 1)), [C]: what PyTorch adds to its running variance. */
  readonly variance: Tensor;
}

/** Inputs x [N,H,W,C], scale [C], offset [C]; outputs y, mean, unbiased variance, and three reserved tensors for the gradient. */
export const BATCH_NORM = 'RedRegBatchNorm';
/** Inputs dy, x, scale and the three reserved tensors; outputs dx, dscale, doffset. */
export const BATCH_NORM_GRADIENT = 'RedRegBatchNormGradient';

registerGradient({
  kernelName: BATCH_NORM,
  inputsToSave: ['x', 'scale'],
  outputsToSave: [false, false, false, true, true, true],
  gradFunc: (dys, saved, attributes) => {
    const [x, scale, reserve1, reserve2, reserve3] = saved as [Tensor, Tensor, Tensor, Tensor, Tensor];
    const [dy] = dys as Tensor[];
    const inputs = { dy, x, scale, reserve1, reserve2, reserve3 } as unknown as NamedTensorMap;
    const [dx, dscale, doffset] = engine().runKernel(BATCH_NORM_GRADIENT, inputs, attributes as never) as unknown as Tensor[];
    return { x: () => dx, scale: () => dscale, offset: () => doffset } as never;
  },
} satisfies GradConfig);

/**
 * Batch norm over the batch itself, [N,H,W,C]. Fused when the active backend registered it.
 *
 * The mean is taken off in a pass of its own before, and the kernel finds what rounding left of it. Batch norm does not change by
 * that, but where a channel hardly varies (a dropped modality's input is all zeros) the variance no longer drowns in the rounding of
 * the mean, which every layer would multiply by up to 1/√ε. PyTorch adds up in float64 instead; without this the gradient of a
 * dropped encoder was 12 % off the recorded one, with it 1 %.
 * Source: PyTorch's BatchNorm2d in training, as used by the official ResNet-18 (methods.md 4.1; ε 1e-5).
 * Edge: with one value per channel the variance has no correction to make; the fused kernel and we then give the biased one.
 */
export function batchNormTraining(x: Tensor, scale: Tensor, offset: Tensor, epsilon: number): BatchNormResult {
  const rough = untaped(() => mean(x, axesOf(x)));
  const { y, mean: rest, variance } = batchNormPlain(sub(x, rough), scale, offset, epsilon);
  return { y, mean: untaped(() => add(rest, rough)), variance };
}

function batchNormPlain(x: Tensor, scale: Tensor, offset: Tensor, epsilon: number): BatchNormResult {
  if (!getKernel(BATCH_NORM, getBackend())) return batchNormComposed(x, scale, offset, epsilon);
  const outputs = engine().runKernel(BATCH_NORM, { x, scale, offset } as unknown as NamedTensorMap, {
    epsilon,
  }) as unknown as Tensor[];
  const [y, batchMean, variance] = outputs as [Tensor, Tensor, Tensor];
  return { y, mean: batchMean, variance };
}

/** All axes but the last. */
const axesOf = (x: Tensor): number[] => x.shape.map((_, i) => i).slice(0, -1);

/** The same in plain operations with autodiff: any backend, slower. */
export function batchNormComposed(x: Tensor, scale: Tensor, offset: Tensor, epsilon: number): BatchNormResult {
  return tidy(() => {
    const axes = axesOf(x);
    const count = x.size / (x.shape.at(-1) ?? 1);
    const batchMean = mean(x, axes);
    const centred = sub(x, batchMean);
    const biased = div(sum(square(centred), axes), count);
    const y = add(mul(mul(centred, rsqrt(add(biased, epsilon))), scale), offset);
    return { y, mean: batchMean, variance: mul(biased, count / Math.max(count - 1, 1)) };
  });
}

/** Batch norm with fixed statistics, as in evaluation. */
export function batchNormInference(
  x: Tensor,
  statistics: { mean: Tensor; variance: Tensor },
  scale: Tensor,
  offset: Tensor,
  epsilon: number,
): Tensor {
  return batchNorm(
    x,
    statistics.mean as Tensor1D,
    statistics.variance as Tensor1D,
    offset as Tensor1D,
    scale as Tensor1D,
    epsilon,
  );
}
