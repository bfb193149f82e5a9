import type { BenchJob } from '../../../../core/contract/bench.ts';
import type { Control } from '../../control.ts';
import type { Reporter } from '../../reporter.ts';
import type { JobEnd } from '../job.ts';
import type { Between } from './between.ts';
import { benchData } from './data.ts';
import { benchOps } from './ops.ts';
import { benchStep } from './step.ts';

/** Measures one thing in this process and reports it. Asked to stop, it ends after the step in hand without a result. */
export async function bench(job: BenchJob, reporter: Reporter, control: Control): Promise<JobEnd> {
  const began = performance.now();
  const between: Between = async (done, total) => {
    reporter.progress(job.run, done, total, null);
    return (await control.wish()) === 'go on';
  };
  const result = await measure(job, reporter, between);
  const seconds = (performance.now() - began) / 1000;
  if (result === null) return { type: 'stopped', seconds, weightsSha256: null, step: 0, kept: false };
  reporter.send({ type: 'benched', result });
  return { type: 'done', seconds, weightsSha256: null };
}

function measure(job: BenchJob, reporter: Reporter, between: Between) {
  switch (job.what) {
    case 'step':
      return benchStep(job, between);
    case 'ops':
      return benchOps(job, between);
    case 'data':
      return benchData(job, reporter, between);
    default:
      return job satisfies never;
  }
}
