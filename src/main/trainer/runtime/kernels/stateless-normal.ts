import { registerKernel, tensor1d } from '@tensorflow/tfjs-core';
import { STATELESS_NORMAL, STATELESS_UNIFORM } from '../../../../core/tensor/stateless-normal.ts';
import type { NodeBackend } from '../node-backend.ts';

/** Random numbers on the device: about five times as fast as JavaScript's, and the same for the same key. */
export function registerStatelessNumbers(backend: NodeBackend): void {
  const { TF_FLOAT, TF_INT32, TF_ATTR_TYPE } = backend.binding;
  const attributes = [
    { name: 'dtype', type: TF_ATTR_TYPE, value: TF_FLOAT },
    { name: 'T', type: TF_ATTR_TYPE, value: TF_INT32 },
    { name: 'Tseed', type: TF_ATTR_TYPE, value: TF_INT32 },
  ];
  const register = (kernelName: string, operation: string): void =>
    registerKernel({
      kernelName,
      backendName: 'tensorflow',
      kernelFunc: ({ attrs }) => {
        const { shape, key } = attrs as unknown as { shape: number[]; key: number[] };
        const inputs = [tensor1d(shape, 'int32'), tensor1d(key, 'int32')];
        const numbers = backend.executeSingleOutput(operation, attributes, inputs);
        for (const input of inputs) input.dispose();
        return numbers;
      },
    });
  register(STATELESS_NORMAL, 'StatelessRandomNormal');
  register(STATELESS_UNIFORM, 'StatelessRandomUniform');
}
