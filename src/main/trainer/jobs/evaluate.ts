import type { EvaluateJob } from '../../../core/contract/trainer.ts';
import { isOfFingerprint } from '../../../core/data/fingerprint.ts';
import { AppError } from '../../../core/errors/app-error.ts';
import { shapleySeries } from '../../../core/diagnostics/shapley.ts';
import { unpackCheckpoint } from '../../../core/train/checkpoint.ts';
import { measure, shapleyOf } from '../../../core/train/loop.ts';
import { Training } from '../../../core/train/training.ts';
import { readCheckpoint } from '../checkpoint-file.ts';
import type { Control } from '../control.ts';
import { openRun } from '../open-run.ts';
import type { Reporter } from '../reporter.ts';
import { weightsHash } from '../weights-hash.ts';
import type { JobEnd } from './job.ts';

/** Measures a checkpoint on the splits asked for. Refuses data other than the run's own (`data.other-fingerprint`). */
export async function evaluate(job: EvaluateJob, reporter: Reporter, control: Control): Promise<JobEnd> {
  const began = performance.now();
  const contents = await readCheckpoint(job.checkpoint);
  const { dataset, request, environment } = await openRun(job, reporter);
  try {
    if (job.fingerprint !== null && !isOfFingerprint(job.fingerprint, dataset))
      throw new AppError('data.other-fingerprint', { expected: job.fingerprint, found: dataset.fingerprint });
    const { state, position } = unpackCheckpoint(contents, request.model, job.checkpoint);
    const training = new Training(request, state);
    reporter.send({ type: 'ready', environment });
    const which = job.checkpoint.endsWith('best.safetensors') ? 'best' : 'last';
    for (const [done, name] of job.splits.entries()) {
      reporter.progress('evaluate', done, job.splits.length, null);
      const split = dataset[name];
      if (!split) continue;
      const measured = await measure(training, dataset, split, control, job.config.seed);
      if (!measured)
        return { type: 'stopped', seconds: (performance.now() - began) / 1000, weightsSha256: null, step: done, kept: false };
      reporter.send({ type: 'metrics', which, epoch: position.epoch, split: name, metrics: measured.metrics });
      const shapley = job.shapley ? await shapleyOf(training, dataset, split, control, job.config.seed) : null;
      if (shapley) reporter.points(state.globalStep, shapleySeries(name, shapley));
    }
    return { type: 'done', seconds: (performance.now() - began) / 1000, weightsSha256: weightsHash(request.model, state) };
  } finally {
    await dataset.close();
  }
}
