import {
  abs,
  max,
  maxPool,
  ones,
  randomNormal,
  relu,
  scalar,
  sub,
  type Tensor,
  type Tensor4D,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import type { NodeBackend, OpAttribute } from '../node-backend.ts';
import { attributeWriter, type AttributeWriter } from './attributes.ts';

/**
 * oneDNN's own kernels that this program calls by their internal names, since TensorFlow does not choose them by itself. Being internal
 * they may be missing in another build (or on a card): each is tried once at start on a small tensor against the public operation.
 */
export interface MklKernels {
  /** Batch norm with its ReLU in one pass. */
  readonly normRelu: boolean;
  /** Max pooling that remembers where the largest value was; its gradient is some twenty times as fast as the public one. */
  readonly maxPool: boolean;
}

/** The attribute by which TensorFlow tells these kernels from others of the name. */
export const mklKernel = (write: AttributeWriter): OpAttribute => write.text('_kernel', 'MklNameChangeOp');

export const NO_MKL_KERNELS: MklKernels = { normRelu: false, maxPool: false };

/** Attributes of max pooling without padding. */
export const poolAttributes = (write: AttributeWriter, size: number, stride: number): OpAttribute[] => [
  ...write.float32('T'),
  write.whole('ksize', [1, size, size, 1]),
  write.whole('strides', [1, stride, stride, 1]),
  write.text('padding', 'VALID'),
  write.text('data_format', 'NHWC'),
];

/** Which of the kernels this engine has. On a card none: they are the processor's. */
export function findMklKernels(backend: NodeBackend): MklKernels {
  if (backend.isUsingGpuDevice) return NO_MKL_KERNELS;
  const write = attributeWriter(backend);
  const x = randomNormal([2, 5, 5, 4], 0, 1, 'float32', 1) as Tensor4D;
  const answers = {
    normRelu: agrees(() => {
      const [scale, none] = [ones([4]), zeros([4])];
      const attributes = [
        ...write.float32('T', 'U'),
        write.real('epsilon', 1e-5),
        write.real('exponential_avg_factor', 1),
        write.text('data_format', 'NHWC'),
        write.flag('is_training', true),
      ];
      const mkl = [write.whole('num_side_inputs', 0), write.text('activation_mode', 'Relu'), mklKernel(write)];
      const inputs = [x, scale, none, none, none];
      const [plain] = backend.executeMultipleOutputs('FusedBatchNormV3', attributes, inputs, 6);
      const [found] = backend.executeMultipleOutputs('_MklNativeFusedBatchNormEx', [...attributes, ...mkl], inputs, 6);
      return [plain && relu(plain), found];
    }),
    maxPool: agrees(() => {
      const attributes = [...poolAttributes(write, 3, 2), write.flag('workspace_enabled', true), mklKernel(write)];
      return [maxPool(x, 3, 2, 'valid'), backend.executeMultipleOutputs('_MklNativeMaxPool', attributes, [x], 2)[0]];
    }),
  };
  x.dispose();
  return answers;
}

/** Rounding of values near 1 in another order of adding up. */
const TOLERANCE = 1e-5;

/** Whether two ways give the same numbers; a way that this build does not have throws, and then they do not. */
function agrees(both: () => readonly [Tensor | undefined, Tensor | undefined]): boolean {
  try {
    const difference = tidy(() => {
      const [a, b] = both();
      return a !== undefined && b !== undefined && a.shape.join() === b.shape.join() ? max(abs(sub(a, b))) : scalar(Infinity);
    });
    const [found = Infinity] = difference.dataSync();
    difference.dispose();
    return found < TOLERANCE;
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}
