import { registerKernel, slice, type Tensor, type Tensor4D, type TensorInfo } from '@tensorflow/tfjs-core';
import { padded } from '../../../../core/tensor/convolution.ts';
import { MAX_POOL, MAX_POOL_GRADIENT, type PoolSettings } from '../../../../core/tensor/max-pool.ts';
import type { NodeBackend } from '../node-backend.ts';
import { attributeWriter } from './attributes.ts';
import { mklKernel, type MklKernels, poolAttributes } from './mkl.ts';

/** Max pooling with symmetric padding; by oneDNN's kernel where it is there, whose gradient knows the places of the largest values. */
export function registerMaxPool(backend: NodeBackend, { maxPool: hasMkl }: MklKernels): void {
  const write = attributeWriter(backend);
  const mkl = [write.flag('workspace_enabled', true), mklKernel(write)];

  /** Calls `work` with the padded picture, which is freed after. */
  function withPadding<R>(x: Tensor, by: number, work: (picture: Tensor) => R): R {
    const picture = padded(x, by);
    const result = work(picture);
    if (picture !== x) picture.dispose();
    return result;
  }

  registerKernel({
    kernelName: MAX_POOL,
    backendName: 'tensorflow',
    kernelFunc: ({ inputs, attrs }) => {
      const { size, stride, padding: p, differentiable } = attrs as unknown as PoolSettings & { differentiable: boolean };
      const attributes = poolAttributes(write, size, stride);
      // Zeros or minus infinity around: the same behind a ReLU. On a card the operation's own padding was never tried.
      if (!differentiable && !backend.isUsingGpuDevice) {
        const around = [write.text('padding', 'EXPLICIT'), write.whole('explicit_paddings', [0, 0, p, p, p, p, 0, 0])];
        const inside = [...attributes.filter(({ name }) => name !== 'padding'), ...around];
        return backend.executeSingleOutput('MaxPool', inside, [(inputs as unknown as { x: Tensor }).x]);
      }
      return withPadding((inputs as unknown as { x: Tensor }).x, p, (picture): TensorInfo[] =>
        hasMkl
          ? backend.executeMultipleOutputs('_MklNativeMaxPool', [...attributes, ...mkl], [picture], 2)
          : [backend.executeSingleOutput('MaxPool', attributes, [picture])],
      );
    },
  });
  registerKernel({
    kernelName: MAX_POOL_GRADIENT,
    backendName: 'tensorflow',
    kernelFunc: ({ inputs, attrs }) => {
      const { x, y, dy, reserve0 } = inputs as unknown as { x: Tensor; y: Tensor; dy: Tensor; reserve0?: Tensor };
      const { size, stride, padding } = attrs as unknown as PoolSettings;
      const attributes = poolAttributes(write, size, stride);
      return withPadding(x, padding, (picture): TensorInfo => {
        const whole = reserve0
          ? backend.executeSingleOutput('_MklNativeMaxPoolGrad', [...attributes, ...mkl], [picture, y, dy, reserve0])
          : backend.executeSingleOutput('MaxPoolGrad', attributes, [picture, y, dy]);
        if (padding === 0) return whole;
        const inner = slice(whole as Tensor4D, [0, padding, padding, 0], x.shape as [number, number, number, number]);
        whole.dispose();
        return inner;
      });
    },
  });
}
