import { engine, maxPool as tfMaxPool, MaxPoolGrad, type NamedTensorMap, type Tensor, tidy, slice } from '@tensorflow/tfjs-core';
import { padded } from './convolution.ts';
import { runFused } from './fused.ts';

/** Input x [N,H,W,C]; attributes those of the pool and `differentiable`; outputs y and, if so, what the gradient wants of the forward. */
export const MAX_POOL = 'RedRegMaxPool';
/** Inputs x, y, dy and the forward's other outputs; output of the shape of x. */
export const MAX_POOL_GRADIENT = 'RedRegMaxPoolGradient';

export interface PoolSettings {
  readonly size: number;
  readonly stride: number;
  /** Pixels of zeros around; the same as minus infinity only where no value is negative, as after a ReLU. */
  readonly padding: number;
}

export interface Pooled {
  readonly y: Tensor;
  /** For {@link maxPoolGradient}; perhaps empty. */
  readonly reserve: readonly Tensor[];
}

/**
 * Largest value of each window of a picture without negative values, [N,H,W,C] → [N,H',W',C]. Not taped; the caller owns all outputs.
 * Where no gradient is wanted (`differentiable` false) it takes half the time.
 */
export function maxPool(x: Tensor, settings: PoolSettings, differentiable = true): Pooled {
  const fused = runFused(MAX_POOL, { x }, { ...settings, differentiable });
  if (fused) {
    const [y, ...reserve] = fused;
    return { y, reserve };
  }
  return { y: tidy(() => tfMaxPool(padded(x, settings.padding), settings.size, settings.stride, 'valid')), reserve: [] };
}

/** Gradient with respect to x: each dy goes to the largest value of its window. */
export function maxPoolGradient(x: Tensor, { y, reserve }: Pooled, dy: Tensor, settings: PoolSettings): Tensor {
  const named = Object.fromEntries(reserve.map((tensor, i) => [`reserve${String(i)}`, tensor]));
  const fused = runFused(MAX_POOL_GRADIENT, { x, y, dy, ...named }, settings);
  if (fused) return fused[0];
  const { size, stride, padding } = settings;
  return tidy(() => {
    const attributes = { filterSize: size, strides: stride, pad: 'valid' };
    const inputs = { dy, input: padded(x, padding), output: y } as unknown as NamedTensorMap;
    const whole = engine().runKernel(MaxPoolGrad, inputs, attributes) as Tensor;
    return padding === 0 ? whole : slice(whole, [0, padding, padding, 0], x.shape);
  });
}
