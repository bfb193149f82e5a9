import type { Dataset, ModalityInfo } from '../../src/core/data/dataset.ts';
import { DatasetDefinition } from '../../src/core/data/definition.ts';
import { assemble } from '../../src/core/train/assemble.ts';
import { RunConfig } from '../../src/core/train/config.ts';
import type { TrainingRequest } from '../../src/core/train/training.ts';
import { BATCH, madeUpSet } from './made-up-set.ts';

/** Six steps a modality, as in an aligned CMU-MOSI; features few and of different number. */
export const SEQUENCES: readonly ModalityInfo[] = [
  { id: 'text', kind: 'sequence', shape: [6, 5] },
  { id: 'audio', kind: 'sequence', shape: [6, 2] },
  { id: 'vision', kind: 'sequence', shape: [6, 3] },
];

/** Three sequences in memory: 10 training (three batches of four), 4 validation and 7 test samples of two classes. */
export const sequenceSet = ({ hasValidation = true } = {}): Dataset => madeUpSet({ hasValidation, modalities: SEQUENCES });

export interface SequenceRun {
  readonly method: string;
  readonly seed?: number;
  readonly links?: RunConfig['links'];
  /** What differs from a transformer of two layers and heads. */
  readonly model?: Readonly<Record<string, unknown>>;
  readonly training?: Readonly<Record<string, unknown>>;
  readonly modalities?: readonly ModalityInfo[];
}

/** A small network of the real kind for that set: two epochs in batches of four. */
export function sequenceRequest(run: SequenceRun): TrainingRequest {
  const config = RunConfig.parse({
    method: run.method,
    seed: run.seed ?? 3,
    links: run.links ?? {},
    data: DatasetDefinition.parse({ layout: 'crema-d', name: 'none', root: '/' }),
    model: { sequence: { kind: 'transformer', heads: 2, layers: 2, feedForward: 16 }, ...run.model },
    training: { epochs: 2, batch: BATCH, learningRate: 1e-2, ...run.training },
  });
  return assemble(config, { modalities: run.modalities ?? SEQUENCES, classes: 2, trainSamples: 10 });
}
