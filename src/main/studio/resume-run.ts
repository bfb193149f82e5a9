import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TrainJob } from '../../core/contract/trainer.ts';
import { AppError } from '../../core/errors/app-error.ts';
import type { RunConfig } from '../../core/train/config.ts';
import type { Library } from '../store/library.ts';
import type { RunDetail } from '../store/run.ts';
import { runConfig } from '../store/run-find.ts';

/**
 * The job that goes on with a run from its last checkpoint; from the start where none was saved. Device and threads are those of the
 * first start, since others give other bits.
 * Errors: `run.finished`, `run.is-running`, `checkpoint.missing`, `store.old-config`. What is wrong with the data or with a checkpoint's
 * contents the trainer says before anything of the run is changed.
 */
export function resumeJob(library: Library, run: RunDetail, folders: TrainJob['folders']): TrainJob {
  if (run.status === 'finished') throw new AppError('run.finished', { run: run.id });
  if (run.status === 'running') throw new AppError('run.is-running', { run: run.id, pid: run.process?.pid ?? null });
  return {
    job: 'train',
    run: run.id,
    config: asStarted(runConfig(run), run),
    folders,
    resume: { checkpoints: checkpointsOf(library, run.id, folders.checkpoints), fingerprint: run.dataFingerprint },
  };
}

function asStarted(config: RunConfig, { environment }: RunDetail): RunConfig {
  if (environment === null) return config;
  const device = environment.device === 'gpu' || environment.device === 'cpu' ? environment.device : config.device;
  return { ...config, device, threads: environment.threads };
}

/** The files that are there. One may be there that the library has not heard of, because the host was killed in between. */
function checkpointsOf(library: Library, run: string, folder: string): NonNullable<TrainJob['resume']>['checkpoints'] {
  const all = (['last', 'best'] as const).map((kind) => ({ kind, file: join(folder, `${kind}.safetensors`) }));
  const found = all.filter(({ file }) => existsSync(file));
  const saved = library.listCheckpoints(run);
  const lost = all.find(({ kind }) => saved.some((one) => one.kind === kind));
  if (found.length === 0 && lost) throw new AppError('checkpoint.missing', { run, file: lost.file });
  return found;
}
