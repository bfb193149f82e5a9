import { ToTrainer, type FromTrainer, type Job } from '../../core/contract/trainer.ts';
import { errorData } from '../../core/errors/app-error.ts';
import { Control } from './control.ts';
import { bench } from './jobs/bench/index.ts';
import { browse, BrowseInbox } from './jobs/browse/index.ts';
import { evaluate } from './jobs/evaluate.ts';
import type { JobEnd } from './jobs/job.ts';
import { probe } from './jobs/probe.ts';
import { train } from './jobs/train.ts';
import { verify } from './jobs/verify.ts';
import type { Port } from './port.ts';
import { Reporter } from './reporter.ts';

/**
 * Runs one job for whoever holds the other end of the port. `leave` is called once the last message has been handed over. What it gives
 * back pauses the job, as the host may.
 */
export function serve(port: Port, leave: () => void): { pause(): void } {
  const post = (message: FromTrainer): void => port.post(message);
  const reporter = new Reporter(post);
  const control = new Control();
  const inbox = new BrowseInbox();
  let started = false;

  port.onClose(leave);
  port.onMessage((raw) => {
    const message = ToTrainer.safeParse(raw);
    if (!message.success) {
      post({
        type: 'event',
        level: 'warning',
        text: `The trainer was sent a message it does not know: ${message.error.message}`,
      });
      return;
    }
    if (message.data.type === 'browse' || message.data.type === 'browse-cancel') return inbox.receive(message.data);
    if (message.data.type !== 'start') return control.receive(message.data.type);
    if (started)
      return post({ type: 'event', level: 'warning', text: 'The trainer has a job already; the second one is not started.' });
    started = true;
    void run(message.data.job, reporter, control, inbox)
      .catch((error: unknown): FromTrainer => ({ type: 'failed', error: errorData(error) }))
      .then(async (last) => {
        reporter.send(last);
        await port.flush();
        leave();
      });
  });
  return { pause: () => control.receive('pause') };
}

function run(job: Job, reporter: Reporter, control: Control, inbox: BrowseInbox): Promise<JobEnd> {
  switch (job.job) {
    case 'train':
      return train(job, reporter, control);
    case 'evaluate':
      return evaluate(job, reporter, control);
    case 'verify':
      return verify(job, reporter, control);
    case 'probe':
      return probe(job, reporter, control);
    case 'bench':
      return bench(job, reporter, control);
    case 'browse':
      return browse(job, reporter, control, inbox);
    default:
      return job satisfies never;
  }
}
