import { registerKernel, type TensorInfo } from '@tensorflow/tfjs-core';
import { SQUARED_NORM } from '../../../../core/tensor/norm.ts';
import { RELU_GRADIENT } from '../../../../core/tensor/relu-gradient.ts';
import type { NodeBackend } from '../node-backend.ts';
import { attributeWriter } from './attributes.ts';

/** Operations of TensorFlow that TF.js does not offer and that save a pass over memory each. */
export function registerElementwise(backend: NodeBackend): void {
  const write = attributeWriter(backend);
  registerKernel({
    kernelName: RELU_GRADIENT,
    backendName: 'tensorflow',
    kernelFunc: ({ inputs }) => {
      const { dy, y } = inputs as unknown as { dy: TensorInfo; y: TensorInfo };
      return backend.executeSingleOutput('ReluGrad', write.float32('T'), [dy, y]);
    },
  });
  registerKernel({
    kernelName: SQUARED_NORM,
    backendName: 'tensorflow',
    kernelFunc: ({ inputs }) => {
      const { x } = inputs as unknown as { x: TensorInfo };
      // L2Loss is half of the sum; adding it to itself is exact.
      const half = backend.executeSingleOutput('L2Loss', write.float32('T'), [x]);
      const whole = backend.executeSingleOutput('AddV2', write.float32('T'), [half, half]);
      half.dispose();
      return whole;
    },
  });
}
