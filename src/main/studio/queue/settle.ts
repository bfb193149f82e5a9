import type { Library } from '../../store/library.ts';
import type { LastMessage } from '../last-message.ts';

/**
 * Brings a run's status and place in line with how its trainer ended. What a run that goes on was told before the trainer said where it
 * stands, the recorder leaves alone, so that is kept here: a run that waits no more must never be left waiting.
 */
export function settle(library: Library, run: string, last: LastMessage): void {
  library.transaction(() => {
    if (library.getRun(run).status === 'queued') keep(library, run, last);
    const { status } = library.getRun(run);
    if (status === 'finished' || status === 'stopped') library.leaveQueue(run);
  });
}

function keep(library: Library, run: string, last: LastMessage): void {
  if (last.type === 'failed') library.finishRun(run, 'failed', { seconds: 0, error: last.error });
  else library.restRun(run, last.type === 'paused' ? 'paused' : 'stopped');
}
