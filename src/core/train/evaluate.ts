import type { Dataset, Split } from '../data/dataset.ts';
import type { Predictions } from '../metrics/predictions.ts';
import { disposeBatch, toDevice } from './device-batch.ts';
import type { Training } from './training.ts';

/**
 * Logits of every sample of a split, in list order, with the test transform. `mayGoOn` is asked after each batch; null where it says no
 * before the last one. Changes nothing in the training.
 */
export async function predictSplit(
  training: Training,
  dataset: Dataset,
  split: Split,
  { batch, seed, mayGoOn }: { readonly batch: number; readonly seed: number; readonly mayGoOn?: () => Promise<boolean> },
): Promise<Predictions | null> {
  const modalities = training.request.modalities.map((m) => m.id);
  const classes = dataset.classes.length;
  const fused = new Float32Array(split.n * classes);
  const unimodal = Object.fromEntries(modalities.map((id) => [id, new Float32Array(split.n * classes)]));
  let left = split.n;
  for await (const host of dataset.batches(split, { seed, epoch: 0, batch, training: false, modalities })) {
    const onDevice = toDevice(host);
    const answer = training.predict(onDevice.inputs);
    scatter(fused, answer.fused.dataSync() as Float32Array, host.indices, classes);
    for (const [id, logits] of Object.entries(answer.unimodal)) {
      const into = unimodal[id];
      if (into) scatter(into, logits.dataSync() as Float32Array, host.indices, classes);
      logits.dispose();
    }
    answer.fused.dispose();
    disposeBatch(onDevice);
    left -= host.indices.length;
    if (mayGoOn && !(await mayGoOn()) && left > 0) return null;
  }
  return { classes, labels: split.labels, fused, unimodal };
}

function scatter(into: Float32Array, rows: Float32Array, indices: Int32Array, width: number): void {
  for (const [row, index] of indices.entries()) into.set(rows.subarray(row * width, (row + 1) * width), index * width);
}
