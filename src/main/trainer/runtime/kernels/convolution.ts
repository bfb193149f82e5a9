import { registerKernel, slice, type Tensor, type Tensor4D, tensor1d, type TensorInfo } from '@tensorflow/tfjs-core';
import {
  CONVOLUTION,
  CONVOLUTION_FILTER_GRADIENT,
  CONVOLUTION_INPUT_GRADIENT,
  type ConvolutionSettings,
  padded,
} from '../../../../core/tensor/convolution.ts';
import type { NodeBackend, OpAttribute } from '../node-backend.ts';
import { attributeWriter } from './attributes.ts';

type Shaped = ConvolutionSettings & { readonly shape: readonly number[] };

/**
 * Convolution with symmetric padding and its two gradients. Stride 1 pads by SAME, which is symmetric for an odd filter. With a stride
 * the forward pads inside the operation (EXPLICIT); the gradients pad the picture themselves, since EXPLICIT is slow there
 * (150 ms and more a step) and oneDNN's filter gradient refuses it.
 */
export function registerConvolution(backend: NodeBackend): void {
  const write = attributeWriter(backend);
  const attributes = (stride: number, padding: string, explicit: readonly number[] = []): OpAttribute[] => [
    ...write.float32('T'),
    write.whole('strides', [1, stride, stride, 1]),
    write.text('padding', padding),
    write.text('data_format', 'NHWC'),
    write.flag('use_cudnn_on_gpu', true),
    write.whole('dilations', [1, 1, 1, 1]),
    write.whole('explicit_paddings', explicit),
  ];
  /** Whether SAME pads as asked. */
  const isSame = ({ stride, padding }: ConvolutionSettings, kernel: number): boolean =>
    stride === 1 && padding * 2 + 1 === kernel;

  registerKernel({
    kernelName: CONVOLUTION,
    backendName: 'tensorflow',
    kernelFunc: ({ inputs, attrs }) => {
      const { x, filter } = inputs as unknown as { x: TensorInfo; filter: TensorInfo };
      const settings = attrs as unknown as ConvolutionSettings;
      const { stride, padding: p } = settings;
      if (isSame(settings, filter.shape[0] ?? 1))
        return backend.executeSingleOutput('Conv2D', attributes(1, 'SAME'), [x, filter]);
      const how = p === 0 ? attributes(stride, 'VALID') : attributes(stride, 'EXPLICIT', [0, 0, p, p, p, p, 0, 0]);
      return backend.executeSingleOutput('Conv2D', how, [x, filter]);
    },
  });
  registerKernel({
    kernelName: CONVOLUTION_INPUT_GRADIENT,
    backendName: 'tensorflow',
    kernelFunc: ({ inputs, attrs }) => {
      const { filter, dy } = inputs as unknown as { filter: TensorInfo; dy: TensorInfo };
      const { shape, ...settings } = attrs as unknown as Shaped;
      const { stride, padding } = settings;
      const same = isSame(settings, filter.shape[0] ?? 1);
      const [n = 1, h = 1, w = 1, c = 1] = shape;
      const by = same ? 0 : 2 * padding;
      const sizes = tensor1d([n, h + by, w + by, c], 'int32');
      const whole = backend.executeSingleOutput('Conv2DBackpropInput', attributes(stride, same ? 'SAME' : 'VALID'), [
        sizes,
        filter,
        dy,
      ]);
      sizes.dispose();
      if (by === 0) return whole;
      const inner = slice(whole as Tensor4D, [0, padding, padding, 0], [n, h, w, c]);
      whole.dispose();
      return inner;
    },
  });
  registerKernel({
    kernelName: CONVOLUTION_FILTER_GRADIENT,
    backendName: 'tensorflow',
    kernelFunc: ({ inputs, attrs }) => {
      const { x, dy } = inputs as unknown as { x: Tensor; dy: Tensor };
      const { shape, ...settings } = attrs as unknown as Shaped;
      const same = isSame(settings, shape[0] ?? 1);
      const picture = same ? x : padded(x, settings.padding);
      const sizes = tensor1d([...shape], 'int32');
      const how = attributes(settings.stride, same ? 'SAME' : 'VALID');
      const gradient = backend.executeSingleOutput('Conv2DBackpropFilter', how, [picture, sizes, dy]);
      sizes.dispose();
      if (picture !== x) picture.dispose();
      return gradient;
    },
  });
}
