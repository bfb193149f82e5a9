import { epochBatches } from '../../src/core/data/batches.ts';
import type { BatchRequest, Dataset, HostBatch, ModalityInfo, Split, SplitName } from '../../src/core/data/dataset.ts';
import { DatasetDefinition } from '../../src/core/data/definition.ts';
import { assemble } from '../../src/core/train/assemble.ts';
import { RunConfig } from '../../src/core/train/config.ts';
import type { TrainingRequest } from '../../src/core/train/training.ts';
import { normalNumbers } from '../../src/core/tensor/stateless-normal.ts';
import { streamKey } from '../../src/core/tensor/random.ts';

const MODALITIES: readonly ModalityInfo[] = [
  { id: 'audio', kind: 'spectrogram', shape: [33, 24, 1] },
  { id: 'video', kind: 'frames', shape: [2, 16, 16, 3] },
];
const CLASSES = ['a', 'b'];
export const BATCH = 4;

function split<T extends SplitName>(name: T, n: number): Split<T> {
  return {
    split: name,
    n,
    labels: Int32Array.from({ length: n }, (_, i) => i % 2),
    names: Array.from({ length: n }, (_, i) => `${name}-${String(i)}`),
  };
}

/**
 * A set in memory: 10 training (three batches), 4 validation (one) and 7 test samples (two). As with real ones, a training sample looks
 * otherwise in each epoch, by seed, epoch and position alone.
 */
export function madeUpSet({ hasValidation = true, modalities = MODALITIES } = {}): Dataset {
  return {
    name: 'made-up',
    layout: 'none',
    classes: CLASSES,
    modalities,
    train: split('train', 10),
    validation: hasValidation ? split('validation', 4) : null,
    test: split('test', 7),
    fingerprint: 'f00d',
    async *batches(of: Split, request: BatchRequest): AsyncGenerator<HostBatch> {
      for (const indices of epochBatches(of.n, request)) yield await Promise.resolve(hostBatch(modalities, of, indices, request));
    },
    close: () => Promise.resolve(),
  };
}

function hostBatch(
  modalities: readonly ModalityInfo[],
  of: Split,
  indices: Int32Array,
  { seed, epoch, training }: BatchRequest,
): HostBatch {
  const labels = indices.map((i) => of.labels[i] ?? 0);
  const inputs = modalities.map(({ id, shape }) => {
    const size = shape.reduce((total, n) => total * n, 1);
    const data = new Float32Array(indices.length * size);
    for (const [row, index] of indices.entries()) {
      const key = streamKey(training ? seed : 0, `${of.split}/${id}/${String(index)}`, training ? epoch : 0);
      data.set(
        normalNumbers(key, size).map((x) => x + (labels[row] ?? 0)),
        row * size,
      );
    }
    return [id, { shape: [indices.length, ...shape], data }] as const;
  });
  return { indices, labels, inputs: Object.fromEntries(inputs) };
}

/** A narrow network of the real kind for that set. */
export function requestFor(dataset: Dataset, method: string, epochs = 2): TrainingRequest {
  const config = RunConfig.parse({
    method,
    seed: 3,
    data: DatasetDefinition.parse({ layout: 'crema-d', name: 'none', root: '/' }),
    model: { width: 4 },
    training: { epochs, batch: BATCH, learningRate: 1e-2 },
  });
  return assemble(config, { modalities: dataset.modalities, classes: CLASSES.length, trainSamples: dataset.train.n });
}
