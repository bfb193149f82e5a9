import { join } from 'node:path';
import type { CheckpointInfo, TrainJob } from '../../../core/contract/trainer.ts';
import { packCheckpoint, unpackCheckpoint } from '../../../core/train/checkpoint.ts';
import { type LoopHost, measure, trainLoop } from '../../../core/train/loop.ts';
import { Training } from '../../../core/train/training.ts';
import { readCheckpoint, writeCheckpoint } from '../checkpoint-file.ts';
import type { Control } from '../control.ts';
import { type OpenedRun, openRun } from '../open-run.ts';
import { type Reporter, timeLeft } from '../reporter.ts';
import { weightsHash } from '../weights-hash.ts';
import type { JobEnd } from './job.ts';

export const checkpointFile = (folder: string, kind: CheckpointInfo['kind']): string => join(folder, `${kind}.safetensors`);

/** Trains a run from its first step to its end. */
export async function train(job: TrainJob, reporter: Reporter, control: Control): Promise<JobEnd> {
  const began = performance.now();
  const opened = await openRun(job, reporter);
  const { dataset, request, environment } = opened;
  try {
    const training = new Training(request);
    reporter.send({ type: 'ready', environment });
    const host = loopHost(job, training, opened, reporter, control);
    const end = await trainLoop(training, dataset, host, job.config.seed);
    const weightsSha256 = weightsHash(request.model, training.state);
    training.dispose();
    if (end.ended !== 'aborted' && end.bestEpoch > 0) await measureBest(job, opened, host, end.bestEpoch);
    const seconds = (performance.now() - began) / 1000;
    if (end.ended === 'done') return { type: 'done', seconds, weightsSha256 };
    return { type: 'stopped', seconds, weightsSha256, step: end.step, kept: end.ended === 'stopped' };
  } finally {
    await dataset.close();
  }
}

function loopHost(
  { config, folders }: TrainJob,
  training: Training,
  { runtime }: OpenedRun,
  reporter: Reporter,
  control: Control,
): LoopHost {
  const left = timeLeft();
  return {
    wish: (step) => control.wish(step),
    points(step, values) {
      const { rss, tensors } = runtime.memory();
      reporter.points(step, { ...values, 'system/rss-mb': rss / 1e6, 'system/tensors': tensors });
    },
    progress: (done, total) => reporter.progress('train', done, total, left(done, total)),
    metrics: (which, epoch, split, metrics) => reporter.send({ type: 'metrics', which, epoch, split, metrics }),
    async save(kind, epoch) {
      const contents = packCheckpoint(training.state, { epoch, step: 0 }, { config: JSON.stringify(config) });
      const written = await writeCheckpoint(checkpointFile(folders.checkpoints, kind), contents);
      reporter.send({ type: 'checkpoint', checkpoint: { kind, epoch, step: training.state.globalStep, ...written } });
    },
  };
}

/** Figures of the best checkpoint, from the file: what `eval` will find again. */
async function measureBest(
  { config, folders }: TrainJob,
  { dataset, request }: OpenedRun,
  host: LoopHost,
  epoch: number,
): Promise<void> {
  const file = checkpointFile(folders.checkpoints, 'best');
  const { state } = unpackCheckpoint(await readCheckpoint(file), request.model, file);
  const training = new Training(request, state);
  for (const split of [dataset.train, dataset.validation, dataset.test])
    if (split) host.metrics('best', epoch, split.split, await measure(training, dataset, split, host, config.seed));
  training.dispose();
}
