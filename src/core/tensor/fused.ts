import { engine, getBackend, getKernel, type NamedTensorMap, type Tensor } from '@tensorflow/tfjs-core';
import { untaped } from './record.ts';

/**
 * Runs one of this program's own kernels where the active backend has it; null elsewhere, and the caller composes the same mathematics
 * of plain operations. Never taped: who calls it states its gradient (`operation` in record.ts). The caller owns the outputs.
 */
export function runFused(
  name: string,
  inputs: Readonly<Record<string, Tensor>>,
  attributes: object = {},
): [Tensor, ...Tensor[]] | null {
  if (!getKernel(name, getBackend())) return null;
  const outputs = untaped(() => engine().runKernel(name, inputs as NamedTensorMap, attributes as never));
  return (Array.isArray(outputs) ? outputs : [outputs]) as [Tensor, ...Tensor[]];
}
