import { createHash } from 'node:crypto';
import type { Model } from '../../core/nn/late-fusion.ts';
import type { TrainingState } from '../../core/train/training.ts';

/** SHA-256 over the float32 bytes of all parameters, then all buffers, in the model's fixed order: equal weights, equal hash. */
export function weightsHash(model: Model, { weights, buffers }: Pick<TrainingState, 'weights' | 'buffers'>): string {
  const hash = createHash('sha256');
  for (const { name } of model.parameters) hash.update(bytesOf(weights[name]?.dataSync()));
  for (const { name } of model.buffers) hash.update(bytesOf(buffers[name]?.dataSync()));
  return hash.digest('hex');
}

const bytesOf = (values: ArrayBufferView = new Float32Array()): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
