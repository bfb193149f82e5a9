import { availableParallelism } from 'node:os';
import type { RunEnvironment, TrainJob } from '../../core/contract/trainer.ts';
import type { Dataset } from '../../core/data/dataset.ts';
import { AppError } from '../../core/errors/app-error.ts';
import { assemble } from '../../core/train/assemble.ts';
import type { TrainingRequest } from '../../core/train/training.ts';
import { openDataset } from './loading/open-dataset.ts';
import type { Reporter } from './reporter.ts';
import { openRuntime, type Runtime } from './runtime/open.ts';

/** The two sides of a run: the data set and the engine, and what the settings make of them. */
export interface OpenedRun {
  readonly runtime: Runtime;
  readonly dataset: Dataset;
  readonly request: TrainingRequest;
  readonly environment: RunEnvironment;
}

/** Decoding threads beside the engine's own; decoding is a small part of a step. */
const MOST_WORKERS = 4;

/**
 * Opens engine and data for a job and checks that they fit. The data's progress is reported.
 * Errors: those of engine and data; the reason of `signal`.
 */
export async function openRun(
  { config, folders }: Pick<TrainJob, 'config' | 'folders'>,
  reporter: Reporter,
  signal?: AbortSignal,
): Promise<OpenedRun> {
  const threads = config.threads ?? availableParallelism();
  const runtime = await openRuntime(config.device, { threads, cacheFolder: folders.cache });
  const dataset = await openDataset(config.data, {
    cacheFolder: folders.cache,
    workers: Math.min(availableParallelism(), MOST_WORKERS),
    onProgress: ({ phase, done, total }) => reporter.progress(phase, done, total, null),
    ...(signal ? { signal } : {}),
  });
  try {
    for (const split of [dataset.train, dataset.test])
      if (split.n === 0) throw new AppError('train.empty-split', { split: split.split });
    if (config.training.earlyStopping.kind !== 'off' && dataset.validation === null)
      throw new AppError('train.needs-validation', { dataset: dataset.name });
    const request = assemble(config, {
      modalities: dataset.modalities,
      classes: dataset.classes.length,
      trainSamples: dataset.train.n,
    });
    return { runtime, dataset, request, environment: describe(runtime, dataset, request, threads) };
  } catch (error) {
    await dataset.close();
    throw error;
  }
}

function describe(runtime: Runtime, dataset: Dataset, request: TrainingRequest, threads: number): RunEnvironment {
  const { model, stepsPerEpoch } = request;
  return {
    device: runtime.device,
    deviceName: runtime.deviceName,
    threads,
    versions: runtime.versions,
    fingerprint: dataset.fingerprint,
    classes: dataset.classes,
    parameters: model.parameters.reduce((total, { shape }) => total + shape.reduce((n, d) => n * d, 1), 0),
    stepsPerEpoch,
    scoring: model.scoring,
    samples: { train: dataset.train.n, validation: dataset.validation?.n ?? 0, test: dataset.test.n },
  };
}
