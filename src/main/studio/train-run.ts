import type { FromTrainer, TrainJob } from '../../core/contract/trainer.ts';
import { type ErrorData, errorData } from '../../core/errors/app-error.ts';
import type { Library } from '../store/library.ts';
import { isLast, type LastMessage } from './last-message.ts';
import { recordRun } from './recorder.ts';
import { type SpawnTrainer, startTrainer, type TrainerProcess } from './trainer-process.ts';

/** The trainer gathers for a tenth of a second; what it sends together is written together, and at once. */
const FLUSH_MS = 20;

export interface TrainRunOptions {
  /** Open for writing; this process is its one writer. */
  readonly library: Library;
  readonly job: TrainJob;
  readonly spawn: SpawnTrainer;
  /** Every message after it was recorded; exactly one last message, as the library was told it. */
  readonly onMessage: (message: FromTrainer) => void;
  /** What goes wrong beside the run, for a log: points that could not be written, say. */
  readonly onNotice: (text: string) => void;
  /** Told after new points, or fewer, are in the library. */
  readonly onWritten?: () => void;
}

export type RunningRun = Pick<TrainerProcess, 'pid' | 'pause' | 'stop' | 'abort' | 'kill' | 'ended'>;

/**
 * Trains a run in a process of its own and keeps all of it in the library. Where the library itself fails, the trainer is ended with its
 * last whole checkpoint, and the run has failed with what the library says.
 */
export function trainRun({ library, job, spawn, onMessage, onNotice, onWritten }: TrainRunOptions): RunningRun {
  let fault: ErrorData | null = null;
  let isTold = false;
  const recorder = recordRun({
    library,
    run: job.run,
    isResumed: job.resume !== null,
    flushMs: FLUSH_MS,
    ...(onWritten ? { onWritten } : {}),
    onFault: (error) => {
      if (!isTold) onNotice(`Points could not be written: ${error instanceof Error ? error.message : String(error)}`);
      isTold = true;
      trainer.pause();
    },
  });
  /** Whether the library took it. */
  const record = (message: FromTrainer): boolean => {
    try {
      recorder.receive(message);
      return true;
    } catch (error) {
      fault ??= errorData(error);
      return false;
    }
  };
  const receive = (message: FromTrainer): void => {
    if (fault === null && !record(message)) trainer.abort();
    if (isLast(message)) return onMessage(asFaulted(message));
    if (fault === null && message.type === 'saving') trainer.recorded();
    onMessage(message);
  };
  const asFaulted = (last: LastMessage): LastMessage => {
    if (fault === null) return last;
    const failed: LastMessage = { type: 'failed', error: fault };
    // If the library still fails, it says "running" of a run whose process is gone, and the next opening mends that.
    record(failed);
    return failed;
  };
  const trainer = startTrainer({ spawn, job, onMessage: receive });
  return {
    get pid() {
      return trainer.pid;
    },
    pause: () => trainer.pause(),
    stop: () => trainer.stop(),
    abort: () => trainer.abort(),
    kill: () => trainer.kill(),
    ended: trainer.ended.then(asFaulted),
  };
}
