import type { Estimate } from '../../../core/contract/queue.ts';
import type { ProbeJob, ProbeResult } from '../../../core/contract/trainer.ts';
import { AppError, type ErrorData } from '../../../core/errors/app-error.ts';
import { catalogue, type ErrorCode } from '../../../core/errors/catalogue.ts';
import type { RunConfig } from '../../../core/train/config.ts';
import type { LastMessage } from '../last-message.ts';
import { startTrainer, type SpawnTrainer, type TrainerProcess } from '../trainer-process.ts';
import { estimateOf } from './estimates.ts';

/** Measures what a configuration costs, one at a time, in a process of its own. */
export interface Prober {
  /** Errors: those of settings, engine and data; `queue.busy` where `giveWay` came first. */
  estimate(config: RunConfig): Promise<Estimate>;
  /** Breaks off what is measured, for a run that is to begin, and all that waits for it. Null: nothing is measured. */
  giveWay(to: string | null): Promise<void> | null;
}

/** A probe that is asked to leave has so long. */
const LEAVE_WITHIN_MS = 3000;

export function createProber(spawn: SpawnTrainer, cacheFolder: string): Prober {
  let tail: Promise<unknown> = Promise.resolve();
  let underway: TrainerProcess | null = null;
  /** For whom probes are broken off that were asked for before this. */
  let given: { readonly to: string | null; readonly upTo: number } = { to: null, upTo: 0 };
  let asked = 0;

  async function measure(config: RunConfig, number: number): Promise<Estimate> {
    if (number <= given.upTo) throw new AppError('queue.busy', { run: given.to });
    const job: ProbeJob = {
      ...{ job: 'probe', run: 'probe', config, warmUp: 2, steps: 8 },
      folders: { cache: cacheFolder, checkpoints: cacheFolder },
    };
    let result: ProbeResult | null = null;
    const trainer = startTrainer({
      spawn,
      job,
      onMessage: (message) => void (message.type === 'probed' && (result = message.result)),
    });
    underway = trainer;
    const last = await trainer.ended;
    underway = null;
    if (number <= given.upTo) throw new AppError('queue.busy', { run: given.to });
    return estimateOf(resultOf(last, result), config);
  }

  return {
    estimate(config) {
      const number = ++asked;
      const measured = tail.then(() => measure(config, number));
      tail = measured.catch(() => undefined);
      return measured;
    },
    giveWay(to) {
      if (underway === null) return null;
      given = { to, upTo: asked };
      const trainer = underway;
      trainer.abort();
      const impatience = setTimeout(() => trainer.kill(), LEAVE_WITHIN_MS);
      return trainer.ended.then(() => clearTimeout(impatience));
    },
  };
}

function resultOf(last: LastMessage, result: ProbeResult | null): ProbeResult {
  if (result !== null) return result;
  if (last.type === 'failed') throw revived(last.error);
  throw new AppError('queue.probe-failed', { reason: last.type });
}

/** An error of the probe's process as this process throws it. */
function revived({ code, message, params }: ErrorData): AppError {
  if (code === 'internal' || !Object.hasOwn(catalogue, code)) return new AppError('queue.probe-failed', { reason: message });
  return new AppError(code as ErrorCode, params as never);
}
