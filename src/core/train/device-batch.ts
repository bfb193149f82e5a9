import { tensor, tensor1d } from '@tensorflow/tfjs-core';
import type { HostBatch } from '../data/dataset.ts';
import type { DeviceBatch } from './training.ts';

/** Puts a batch on the device. The caller frees it with {@link disposeBatch}. */
export function toDevice(batch: HostBatch): DeviceBatch {
  return {
    inputs: Object.fromEntries(Object.entries(batch.inputs).map(([id, { data, shape }]) => [id, tensor(data, [...shape])])),
    labels: tensor1d(batch.labels, 'int32'),
  };
}

export function disposeBatch({ inputs, labels }: DeviceBatch): void {
  for (const t of [...Object.values(inputs), labels]) t.dispose();
}
