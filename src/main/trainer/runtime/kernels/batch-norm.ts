import { registerKernel, type TensorInfo } from '@tensorflow/tfjs-core';
import { BATCH_NORM, BATCH_NORM_GRADIENT } from '../../../../core/tensor/batch-norm.ts';
import type { NodeBackend, OpAttribute } from '../node-backend.ts';

/** Batch norm in training by FusedBatchNormV3 and its gradient: one pass over the activations instead of about ten. */
export function registerBatchNorm(backend: NodeBackend): void {
  const { TF_FLOAT, TF_ATTR_TYPE, TF_ATTR_FLOAT, TF_ATTR_STRING, TF_ATTR_BOOL } = backend.binding;
  const common = (epsilon: number): OpAttribute[] => [
    { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT },
    { name: 'U', type: TF_ATTR_TYPE, value: TF_FLOAT },
    { name: 'epsilon', type: TF_ATTR_FLOAT, value: epsilon },
    { name: 'data_format', type: TF_ATTR_STRING, value: 'NHWC' },
    { name: 'is_training', type: TF_ATTR_BOOL, value: true },
  ];
  const epsilonOf = (attributes: unknown): number => (attributes as { epsilon: number }).epsilon;

  registerKernel({
    kernelName: BATCH_NORM,
    backendName: 'tensorflow',
    kernelFunc: ({ inputs, attrs }) => {
      const { x, scale, offset } = inputs as unknown as Record<'x' | 'scale' | 'offset', TensorInfo>;
      // With exponential_avg_factor 1 the outputs 1 and 2 are the batch's own mean and unbiased variance; the inputs 3 and 4 are not read.
      const attributes = [...common(epsilonOf(attrs)), { name: 'exponential_avg_factor', type: TF_ATTR_FLOAT, value: 1 }];
      const none = backend.executeSingleOutput('ZerosLike', [{ name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT }], [scale]);
      const outputs = backend.executeMultipleOutputs('FusedBatchNormV3', attributes, [x, scale, offset, none, none], 6);
      none.dispose();
      return outputs;
    },
  });
  registerKernel({
    kernelName: BATCH_NORM_GRADIENT,
    backendName: 'tensorflow',
    kernelFunc: ({ inputs, attrs }) => {
      const { dy, x, scale, reserve1, reserve2, reserve3 } = inputs as unknown as Record<string, TensorInfo>;
      const all = [dy, x, scale, reserve1, reserve2, reserve3] as TensorInfo[];
      const outputs = backend.executeMultipleOutputs('FusedBatchNormGradV3', common(epsilonOf(attrs)), all, 5);
      for (const unused of outputs.slice(3)) unused.dispose();
      return outputs.slice(0, 3);
    },
  });
}
