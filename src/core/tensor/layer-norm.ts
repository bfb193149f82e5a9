import { add, div, mean, mul, rsqrt, square, sub, sum, type Tensor } from '@tensorflow/tfjs-core';

/** PyTorch's default in LayerNorm. */
const EPSILON = 1e-5;

/** y = x̂ · scale + offset, and what the gradient wants of it. */
export interface LayerNormResult {
  /** [N, D]. */
  readonly y: Tensor;
  /** x̂ = (x − μ) / √(σ² + ε), [N, D]. */
  readonly normalised: Tensor;
  /** 1 / √(σ² + ε), [N, 1]. */
  readonly inverse: Tensor;
}

/**
 * Layer norm of every row by itself, with the biased variance. Shapes: x [N, D], scale and offset [D]. Not taped: who calls it states its
 * gradient. Intermediate results are the caller's tidy's.
 * Source: Ba et al. 2016; PyTorch's LayerNorm (ε 1e-5).
 */
export function layerNorm(x: Tensor, scale: Tensor, offset: Tensor): LayerNormResult {
  const centred = sub(x, mean(x, 1, true));
  const inverse = rsqrt(add(mean(square(centred), 1, true), EPSILON));
  const normalised = mul(centred, inverse);
  return { y: add(mul(normalised, scale), offset), normalised, inverse };
}

export interface LayerNormGradients {
  readonly x: Tensor;
  readonly scale: Tensor;
  readonly offset: Tensor;
}

/**
 * With g = dy · scale and m the mean over a row:  dx = (g − m(g) − x̂ · m(g · x̂)) / √(σ² + ε);  dscale = Σ dy · x̂, doffset = Σ dy over rows.
 * Source: the same as batch norm's (tensor/batch-norm.ts) along the other axis.
 */
export function layerNormGradient(
  dy: Tensor,
  scale: Tensor,
  { normalised, inverse }: Omit<LayerNormResult, 'y'>,
): LayerNormGradients {
  const [g, width] = [mul(dy, scale), dy.shape[1] ?? 1];
  const along = div(sum(mul(g, normalised), 1, true), width);
  const inner = sub(sub(g, mean(g, 1, true)), mul(normalised, along));
  return { x: mul(inner, inverse), scale: sum(mul(dy, normalised), 0), offset: sum(dy, 0) };
}
