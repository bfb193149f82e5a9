import type { BenchJob, BenchResult } from '../../../../core/contract/bench.ts';
import type { FromTrainer } from '../../../../core/contract/trainer.ts';
import { AppError } from '../../../../core/errors/app-error.ts';
import type { ErrorCode } from '../../../../core/errors/catalogue.ts';
import { forkTrainer } from '../../../studio/fork-trainer.ts';
import { startTrainer, type TrainerProcess } from '../../../studio/trainer-process.ts';
import type { ProgressLine } from '../../progress.ts';
import { trainerEntry } from '../../trainer-entry.ts';

type ResultOf<J extends BenchJob> = Extract<BenchResult, { what: J['what'] }>;

/** Runs jobs one after the other, each in a training process of its own, so that memory and threads are each one's alone. */
export class Measurements {
  #running: TrainerProcess | null = null;
  #isInterrupted = false;
  readonly #line: ProgressLine;

  constructor(line: ProgressLine) {
    this.#line = line;
  }

  /** The job's result. Errors: what the process failed with; `bench.interrupted` after Ctrl-C, which ends the process at once. */
  async run<J extends BenchJob>(job: J): Promise<ResultOf<J>> {
    let result: BenchResult | null = null;
    const onMessage = (message: FromTrainer): void => {
      if (message.type === 'progress') this.#line.show(message);
      else if (message.type === 'event') this.#line.say(message.text);
      else if (message.type === 'benched') result = message.result;
    };
    if (this.#isInterrupted) throw new AppError('bench.interrupted', undefined);
    this.#running = startTrainer({ spawn: forkTrainer(trainerEntry()), job, onMessage });
    const last = await this.#running.ended;
    this.#running = null;
    this.#line.end();
    if (this.#isInterrupted || last.type === 'stopped') throw new AppError('bench.interrupted', undefined);
    if (last.type === 'failed') throw new AppError(last.error.code as ErrorCode, last.error.params as never);
    if (result === null) throw new Error('The training process ended without a result.');
    return result as ResultOf<J>;
  }

  /** Ctrl-C and SIGTERM end what runs while `work` does. */
  async whileWatched<T>(work: () => Promise<T>): Promise<T> {
    const interrupt = (): void => {
      this.#isInterrupted = true;
      this.#running?.kill();
    };
    process.on('SIGINT', interrupt);
    process.on('SIGTERM', interrupt);
    try {
      return await work();
    } finally {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
    }
  }
}
