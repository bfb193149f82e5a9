import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../../core/errors/app-error.ts';
import { openLibrary } from '../store/library.ts';
import { isAlive, ownProcess } from '../store/process-identity.ts';
import type { RunDetail } from '../store/run.ts';

export interface PauseOptions {
  readonly libraryFile: string;
  /** Id, beginning of an id, or name. */
  readonly run: string;
  readonly everyMs?: number;
  /** Told once, when the process was found and asked. */
  readonly onAsked?: (run: RunDetail) => void;
}

/**
 * Asks the process that trains a run to save and leave (SIGTERM), and waits until it has. The process is the one that the library
 * names: number and start time must both fit, so that a number used again is never signalled.
 * Returns the run as it is then: `paused`, or as it ended if it was quicker.
 * Errors: `run.not-running`; `store.…`.
 */
export async function pauseRun({ libraryFile, run: wanted, everyMs = 100, onAsked }: PauseOptions): Promise<RunDetail> {
  const library = openLibrary(libraryFile, { readOnly: true });
  try {
    const run = library.getRun(wanted);
    const { process: trainer } = run;
    const mayBeAsked =
      run.status === 'running' &&
      trainer !== null &&
      trainer.started !== '' &&
      trainer.pid !== ownProcess().pid &&
      isAlive(trainer);
    if (!mayBeAsked) throw new AppError('run.not-running', { run: run.id, status: run.status });
    process.kill(trainer.pid, 'SIGTERM');
    onAsked?.(run);
    for (;;) {
      const now = library.getRun(run.id);
      if (now.status !== 'running' || !isAlive(trainer)) return library.getRun(run.id);
      await wait(everyMs);
    }
  } finally {
    library.close();
  }
}
