import { engine, getBackend, getKernel, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { untaped } from './record.ts';
import { mix32, type RunChance, streamKey, uniformAt } from './random.ts';

/** No inputs; attributes shape and key (two 32-bit integers); output: standard normal numbers of that shape. */
export const STATELESS_NORMAL = 'RedRegStatelessNormal';

/** The same with uniform numbers in [0, 1). */
export const STATELESS_UNIFORM = 'RedRegStatelessUniform';

/**
 * The run's chance: every number a function of (seed, stream, step). Tensors of numbers come from the device where the backend has the
 * kernel, else from the counter-based generator here; the two give different numbers, so a run repeats on the same kind of backend.
 */
export function chanceOf(seed: number): RunChance {
  const numbers = (kernel: string, key: number, shape: readonly number[], here: typeof normalNumbers): Tensor => {
    if (!getKernel(kernel, getBackend())) return tensor(here(key, size(shape)), [...shape]);
    const attributes = { shape: [...shape], key: [key | 0, mix32(key ^ 0x5bd1e995) | 0] };
    return untaped(() => engine().runKernel(kernel, {}, attributes) as Tensor);
  };
  return {
    uniform: (stream, step) => uniformAt(streamKey(seed, stream, step), 0),
    normal: (stream, step, shape) => numbers(STATELESS_NORMAL, streamKey(seed, stream, step), shape, normalNumbers),
    uniforms: (stream, step, shape) => numbers(STATELESS_UNIFORM, streamKey(seed, stream, step), shape, uniformNumbers),
  };
}

const uniformNumbers = (key: number, count: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => uniformAt(key, i));

/** Box-Muller on the counter-based generator, float32. */
export function normalNumbers(key: number, count: number): Float32Array {
  const numbers = new Float32Array(count);
  for (let i = 0; i < count; i++)
    numbers[i] = Math.sqrt(-2 * Math.log(1 - uniformAt(key, 2 * i))) * Math.cos(2 * Math.PI * uniformAt(key, 2 * i + 1));
  return numbers;
}

const size = (shape: readonly number[]): number => shape.reduce((total, n) => total * n, 1);
