import { setTimeout as wait } from 'node:timers/promises';
import { RunId } from '../../core/contract/runs.ts';
import { AppError } from '../../core/errors/app-error.ts';
import { openLibrary } from '../store/library.ts';
import type { RunDetail } from '../store/run.ts';
import type { PauseOptions } from '../studio/pause-run.ts';
import type { StudioClient } from './studio-client.ts';

/**
 * Asks the studio that trains a run, or has it in its queue, to save it and let it rest; waits until it has. Returns the run as it is
 * then. Errors: `run.not-running`; `store.…`; what the studio refuses.
 */
export async function pauseInStudio(
  { client }: StudioClient,
  { libraryFile, run: wanted, everyMs = 100, onAsked }: PauseOptions,
): Promise<RunDetail> {
  const library = openLibrary(libraryFile, { readOnly: true });
  try {
    const run = library.getRun(wanted);
    if (run.status !== 'running' && run.status !== 'queued')
      throw new AppError('run.not-running', { run: run.id, status: run.status });
    await client.call('queue.pause', { run: RunId.parse(run.id) });
    onAsked?.(run);
    for (;;) {
      const now = library.getRun(run.id);
      if (now.status !== 'running' && now.status !== 'queued') return now;
      await wait(everyMs);
    }
  } finally {
    library.close();
  }
}
