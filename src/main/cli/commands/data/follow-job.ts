import type { Client } from '../../../../core/contract/client.ts';
import { progressLine } from '../../progress.ts';

/** What ends a terminal's command. */
const ENDINGS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

let made = 0;

/**
 * Work on a data set with its progress on stderr; Ctrl-C, or the end of the terminal, cancels it. Gives what `work` gives.
 * Errors: those of `work`; `data.cancelled`.
 */
export async function followJob<T>(client: Client, work: (job: string) => Promise<T>): Promise<T> {
  const job = `command-${String(process.pid)}-${String(made++)}`;
  const line = progressLine();
  const cancel = (): void => {
    line.say('Cancelling.');
    // A host that is gone has cancelled by itself; the work's own answer says so.
    client.call('data.cancel', { job }).catch(() => undefined);
  };
  const unsubscribe = client.on('data.progress', (progress) => {
    if (progress.job === job) line.show({ type: 'progress', ...progress });
  });
  // A second one ends the command at once.
  for (const signal of ENDINGS) process.once(signal, cancel);
  try {
    return await work(job);
  } finally {
    for (const signal of ENDINGS) process.off(signal, cancel);
    unsubscribe();
    line.end();
  }
}
