import type { TrainJob } from '../../../core/contract/trainer.ts';
import { shapleySeries } from '../../../core/diagnostics/shapley.ts';
import { packCheckpoint, unpackCheckpoint } from '../../../core/train/checkpoint.ts';
import { type LoopHost, measure, shapleyOf, tellMeasured, trainLoop } from '../../../core/train/loop.ts';
import { Training } from '../../../core/train/training.ts';
import { checkpointFile, readCheckpoint, writeCheckpoint } from '../checkpoint-file.ts';
import type { Control } from '../control.ts';
import { type OpenedRun, openRun } from '../open-run.ts';
import { type Reporter, timeLeft } from '../reporter.ts';
import { weightsHash } from '../weights-hash.ts';
import type { JobEnd } from './job.ts';
import { goOn } from './go-on.ts';

/** Trains a run to its end, from its first step or from a checkpoint. */
export async function train(job: TrainJob, reporter: Reporter, control: Control): Promise<JobEnd> {
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  const opened = await openOrLeave(job, reporter, control);
  if (opened === 'left') return leftEarly(await control.wish(), seconds());
  const { dataset, request, environment } = opened;
  try {
    const from = job.resume && (await goOn(job, opened));
    const training = new Training({ ...request, onGeometry: (records) => reporter.geometry(records) }, from?.state);
    if (from) reporter.send({ type: 'resumed', step: training.state.globalStep, epochs: from.position.epoch });
    reporter.send({ type: 'ready', environment });
    if (from?.checkpoint) reporter.send({ type: 'checkpoint', checkpoint: from.checkpoint });
    const host = loopHost(job, training, opened, reporter, control);
    const end = await trainLoop(training, dataset, host, job.config.seed, from?.position);
    const weightsSha256 = weightsHash(request.model, training.state);
    training.dispose();
    const isWhole = end.ended === 'done' || end.ended === 'stopped';
    if (isWhole && end.bestEpoch > 0 && !(await measureBest(job, opened, host, reporter, end.bestEpoch)))
      return leftEarly(await control.wish(), seconds(), end.step, weightsSha256);
    const { ended, step } = end;
    if (ended === 'done') return { type: 'done', seconds: seconds(), weightsSha256 };
    if (ended === 'paused') return { type: 'paused', seconds: seconds(), step };
    return { type: 'stopped', seconds: seconds(), weightsSha256, step, kept: ended === 'stopped' };
  } finally {
    await dataset.close();
  }
}

/** Opening takes minutes where data is prepared; what is asked for meanwhile ends it. */
async function openOrLeave(job: TrainJob, reporter: Reporter, control: Control): Promise<OpenedRun | 'left'> {
  try {
    return await openRun(job, reporter, control.early);
  } catch (error) {
    if (control.early.aborted && error === control.early.reason) return 'left';
    throw error;
  }
}

const leftEarly = (wish: string, seconds: number, step = 0, weightsSha256: string | null = null): JobEnd =>
  wish === 'pause' ? { type: 'paused', seconds, step } : { type: 'stopped', seconds, weightsSha256, step, kept: false };

function loopHost(
  { run, config, folders }: TrainJob,
  training: Training,
  { runtime, environment }: OpenedRun,
  reporter: Reporter,
  control: Control,
): LoopHost {
  const left = timeLeft();
  const now = (): number => performance.now() / 1000;
  let savedAt = now();
  let measuredAt = -1;
  /** Once a step: what an epoch's end tells of its last step comes later, and a second reading would change a point that is drawn. */
  const memoryAt = (step: number) => {
    if (step === measuredAt) return {};
    measuredAt = step;
    const { rss, tensors } = runtime.memory();
    return { 'system/rss-mb': rss / 1e6, 'system/tensors': tensors };
  };
  return {
    now,
    wish: () => control.wish(),
    points: (step, values) => reporter.points(step, { ...values, ...memoryAt(step) }),
    progress: (done, total) => reporter.progress('train', done, total, left(done, total)),
    measuring: (which, done, total) => reporter.progress(`measuring the ${which} epoch`, done, total, null),
    note: (text) => reporter.send({ type: 'event', level: 'info', text }),
    metrics: (which, epoch, split, metrics) => reporter.send({ type: 'metrics', which, epoch, split, metrics }),
    predicted: (which, epoch, classes) => reporter.send({ type: 'predictions', which, epoch, ...classes }),
    isSaveDue: () => now() - savedAt >= config.checkpointMinutes * 60,
    async save(kind, position) {
      const step = training.state.globalStep;
      // Points are safe before the checkpoint is: a run that goes on from it must have all of them.
      reporter.send({ type: 'saving', step });
      if (!(await control.recorded())) return false;
      const extra = { run, config: JSON.stringify(config), fingerprint: environment.fingerprint };
      const contents = packCheckpoint(training.state, position, extra);
      const written = await writeCheckpoint(checkpointFile(folders.checkpoints, kind), contents);
      reporter.send({ type: 'checkpoint', checkpoint: { kind, epoch: position.epoch, step, ...written } });
      savedAt = now();
      return true;
    },
  };
}

/** Figures of the best checkpoint, from the file: what `eval` will find again. False where it was broken off. */
async function measureBest(
  { config, folders }: TrainJob,
  { dataset, request }: OpenedRun,
  host: LoopHost,
  reporter: Reporter,
  epoch: number,
): Promise<boolean> {
  const file = checkpointFile(folders.checkpoints, 'best');
  const { state } = unpackCheckpoint(await readCheckpoint(file), request.model, file);
  const training = new Training(request, state);
  try {
    const splits = [dataset.train, dataset.validation, dataset.test].filter((split) => split !== null);
    for (const [done, split] of splits.entries()) {
      host.measuring?.('best', done, splits.length);
      const measured = await measure(training, dataset, split, host, config.seed);
      if (!measured) return false;
      tellMeasured(host, 'best', epoch, measured);
      if (config.diagnostics.shapley === 'off' || split === dataset.train) continue;
      const shapley = await shapleyOf(training, dataset, split, host, config.seed);
      if (!shapley) return false;
      reporter.points(state.globalStep, shapleySeries(split.split, shapley));
    }
    return true;
  } finally {
    training.dispose();
  }
}
