import { registerKernel, type Tensor, tensor1d, type TensorInfo } from '@tensorflow/tfjs-core';
import {
  BATCH_NORM,
  BATCH_NORM_GRADIENT,
  BATCH_NORM_INFERENCE,
  type BatchNormSettings,
} from '../../../../core/tensor/batch-norm.ts';
import type { NodeBackend, OpAttribute } from '../node-backend.ts';
import { attributeWriter } from './attributes.ts';
import { mklKernel, type MklKernels } from './mkl.ts';

type Named = Readonly<Record<string, TensorInfo>>;

/**
 * Batch norm by FusedBatchNormV3 and its gradient: one pass over the activations instead of about ten. Where oneDNN's own kernel is there
 * it takes the ReLU along; bit for bit the same.
 */
export function registerBatchNorm(backend: NodeBackend, { normRelu }: MklKernels): void {
  const write = attributeWriter(backend);
  const common = (epsilon: number, isTraining: boolean): OpAttribute[] => [
    ...write.float32('T', 'U'),
    write.real('epsilon', epsilon),
    // With factor 1 the outputs 1 and 2 are the batch's own mean and unbiased variance, whatever the inputs 3 and 4 hold.
    write.real('exponential_avg_factor', 1),
    write.text('data_format', 'NHWC'),
    write.flag('is_training', isTraining),
  ];
  const withRelu = [write.whole('num_side_inputs', 0), write.text('activation_mode', 'Relu'), mklKernel(write)];

  /** Six outputs: y, mean, variance, three of reserve. */
  function normalise(inputs: readonly TensorInfo[], { epsilon, rectified }: BatchNormSettings, isTraining: boolean): Tensor[] {
    const attributes = common(epsilon, isTraining);
    if (!rectified) return backend.executeMultipleOutputs('FusedBatchNormV3', attributes, inputs, 6);
    if (normRelu) {
      const found = backend.executeMultipleOutputs('_MklNativeFusedBatchNormEx', [...attributes, ...withRelu], inputs, 6);
      // The last output says which values the ReLU let through, an eighth of the activations; our gradient reads that off y.
      found.pop()?.dispose();
      return [...found, tensor1d([], 'float32')];
    }
    const [y, ...rest] = backend.executeMultipleOutputs('FusedBatchNormV3', attributes, inputs, 6);
    if (!y) throw new Error('FusedBatchNormV3 gave no output.');
    const outputs = [backend.executeSingleOutput('Relu', write.float32('T'), [y]), ...rest];
    y.dispose();
    return outputs;
  }

  registerKernel({
    kernelName: BATCH_NORM,
    backendName: 'tensorflow',
    kernelFunc: ({ inputs, attrs }) => {
      const { x, scale, offset } = inputs as unknown as { x: TensorInfo; scale: TensorInfo; offset: TensorInfo };
      const none = backend.executeSingleOutput('ZerosLike', write.float32('T'), [scale]);
      const outputs = normalise([x, scale, offset, none, none], attrs as unknown as BatchNormSettings, true);
      none.dispose();
      return outputs;
    },
  });
  registerKernel({
    kernelName: BATCH_NORM_INFERENCE,
    backendName: 'tensorflow',
    kernelFunc: ({ inputs, attrs }) => {
      const { x, scale, offset, mean, variance } = inputs as unknown as Record<
        'x' | 'scale' | 'offset' | 'mean' | 'variance',
        TensorInfo
      >;
      const [y, ...rest] = normalise([x, scale, offset, mean, variance], attrs as unknown as BatchNormSettings, false);
      for (const unused of rest) unused.dispose();
      return y as Tensor;
    },
  });
  registerKernel({
    kernelName: BATCH_NORM_GRADIENT,
    backendName: 'tensorflow',
    kernelFunc: ({ inputs, attrs }) => {
      const { dy, x, scale, reserve0, reserve1, reserve2 } = inputs as unknown as Named;
      const all = [dy, x, scale, reserve0, reserve1, reserve2] as TensorInfo[];
      const attributes = common((attrs as unknown as BatchNormSettings).epsilon, true).filter(
        ({ name }) => name !== 'exponential_avg_factor',
      );
      const outputs = backend.executeMultipleOutputs('FusedBatchNormGradV3', attributes, all, 5);
      for (const unused of outputs.slice(3)) unused.dispose();
      return outputs.slice(0, 3);
    },
  });
}
