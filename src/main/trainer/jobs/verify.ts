import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import type { VerifyJob } from '../../../core/contract/trainer.ts';
import { AppError } from '../../../core/errors/app-error.ts';
import { compare } from '../../../core/verify/compare.ts';
import { mutants } from '../../../core/verify/mutants.ts';
import { Recorded } from '../../../core/verify/recorded.ts';
import { replay } from '../../../core/verify/replay.ts';
import type { Control } from '../control.ts';
import { type Reporter, timeLeft } from '../reporter.ts';
import { openRuntime } from '../runtime/open.ts';
import type { JobEnd } from './job.ts';

/** Replays recorded official runs one after the other and reports every comparison. A file is the float64 recording of a run. */
export async function verify(job: VerifyJob, reporter: Reporter, control: Control): Promise<JobEnd> {
  const began = performance.now();
  const { kernels, folders } = job;
  await openRuntime('cpu', { threads: job.threads ?? availableParallelism(), cacheFolder: folders.cache, kernels });
  const recordings: { file: string; recorded: Recorded }[] = [];
  for (const file of job.files) recordings.push({ file, recorded: await readRecorded(file) });
  const total = recordings.reduce((steps, { recorded }) => steps + recorded.steps.length, 0);
  const left = timeLeft();
  let done = 0;
  for (const { file, recorded } of recordings) {
    if ((await control.wish()) !== 'go on')
      return { type: 'stopped', seconds: (performance.now() - began) / 1000, weightsSha256: null, step: done, kept: false };
    const replayed = replay(
      recorded,
      () => reporter.progress(basename(file), ++done, total, left(done, total)),
      mutants[job.mutant],
    );
    reporter.send({ type: 'verified', lines: compare(basename(file), recorded, replayed) });
  }
  return { type: 'done', seconds: (performance.now() - began) / 1000, weightsSha256: null };
}

/** Errors: `verify.bad-file` for what is no recorded run. */
async function readRecorded(file: string): Promise<Recorded> {
  try {
    return Recorded.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    const problem = cause instanceof Error ? (cause.message.split('\n')[0] ?? cause.message) : String(cause);
    throw new AppError('verify.bad-file', { file, problem }, { cause });
  }
}
