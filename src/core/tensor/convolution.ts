import {
  conv2d,
  Conv2DBackpropFilter,
  Conv2DBackpropInput,
  engine,
  type NamedTensorMap,
  pad,
  slice,
  type Tensor,
  type Tensor4D,
  tidy,
} from '@tensorflow/tfjs-core';
import { runFused } from './fused.ts';

/** Inputs x [N,H,W,C], filter [k,k,C,D]; output [N,H',W',D]. */
export const CONVOLUTION = 'RedRegConvolution';
/** Inputs filter, dy; attribute `shape` of x; output of that shape. */
export const CONVOLUTION_INPUT_GRADIENT = 'RedRegConvolutionInputGradient';
/** Inputs x, dy; attribute `shape` of the filter; output of that shape. */
export const CONVOLUTION_FILTER_GRADIENT = 'RedRegConvolutionFilterGradient';

/** Symmetric padding in pixels, as PyTorch has it; TensorFlow's SAME would pad an even size on one side only where the stride is 2. */
export interface ConvolutionSettings {
  readonly stride: number;
  readonly padding: number;
}

/** Cross-correlation without bias: [N,H,W,C] with [k,k,C,D] → [N, ⌊(H + 2p − k) / s⌋ + 1, …, D]. Not taped; borrows, returns a new tensor. */
export function convolution(x: Tensor, filter: Tensor, settings: ConvolutionSettings): Tensor {
  const fused = runFused(CONVOLUTION, { x, filter }, settings);
  if (fused) return fused[0];
  return tidy(() => conv2d(padded(x, settings.padding), filter as Tensor4D, settings.stride, 'valid'));
}

/** Gradient with respect to x of the given shape. Shapes: filter [k,k,C,D], dy as the output. */
export function convolutionInputGradient(
  filter: Tensor,
  dy: Tensor,
  shape: readonly number[],
  settings: ConvolutionSettings,
): Tensor {
  const fused = runFused(CONVOLUTION_INPUT_GRADIENT, { filter, dy }, { ...settings, shape: [...shape] });
  if (fused) return fused[0];
  const { stride, padding } = settings;
  const [n = 1, h = 1, w = 1, c = 1] = shape;
  return tidy(() => {
    const inputShape = [n, h + 2 * padding, w + 2 * padding, c];
    const attributes = { strides: stride, pad: 'valid', dataFormat: 'NHWC', inputShape };
    const whole = engine().runKernel(Conv2DBackpropInput, { dy, filter } as unknown as NamedTensorMap, attributes) as Tensor4D;
    return padding === 0 ? whole : slice(whole, [0, padding, padding, 0], [n, h, w, c]);
  });
}

/** Gradient with respect to the filter of the given shape. Shapes: x [N,H,W,C], dy as the output. */
export function convolutionFilterGradient(
  x: Tensor,
  dy: Tensor,
  shape: readonly number[],
  settings: ConvolutionSettings,
): Tensor {
  const fused = runFused(CONVOLUTION_FILTER_GRADIENT, { x, dy }, { ...settings, shape: [...shape] });
  if (fused) return fused[0];
  return tidy(() => {
    const attributes = { strides: settings.stride, pad: 'valid', dataFormat: 'NHWC', filterShape: [...shape] };
    const inputs = { x: padded(x, settings.padding), dy } as unknown as NamedTensorMap;
    return engine().runKernel(Conv2DBackpropFilter, inputs, attributes) as Tensor;
  });
}

/** Zeros around the picture. */
export const padded = (x: Tensor, by: number): Tensor4D =>
  by === 0
    ? (x as Tensor4D)
    : (pad(x, [
        [0, 0],
        [by, by],
        [by, by],
        [0, 0],
      ]) as Tensor4D);
