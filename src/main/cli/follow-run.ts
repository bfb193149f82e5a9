import type { FromTrainer, RunEnvironment, TrainJob } from '../../core/contract/trainer.ts';
import type { Library } from '../store/library.ts';
import { forkTrainer } from '../studio/fork-trainer.ts';
import { trainRun, type RunningRun } from '../studio/train-run.ts';
import type { LibraryPlace } from '../studio/where.ts';
import { codeOf, DONE, FAILED } from './exit-code.ts';
import { progressLine, type ProgressLine } from './progress.ts';
import { printEnd, type Outcome } from './run-end.ts';
import { figure } from './table.ts';
import { trainerEntry } from './trainer-entry.ts';

export interface Follow {
  readonly library: Library;
  readonly place: LibraryPlace;
  readonly job: TrainJob;
  readonly json: boolean;
}

/** Trains a run, new or resumed, and shows how it goes and ends. Returns the exit code. */
export async function followRun(follow: Follow): Promise<number> {
  const outcome = await watch(follow);
  const { run, config } = follow.job;
  printEnd({ ...follow, run, config }, outcome);
  return outcome.last.type === 'failed' ? codeOf(outcome.last.error.code) || FAILED : DONE;
}

/** Starts the trainer and follows it to its last message. */
async function watch({ library, job }: Follow): Promise<Outcome> {
  const line = progressLine();
  const figures: Outcome['figures'] = { last: {}, best: {} };
  let [bestEpoch, note]: [number | null, string] = [null, ''];
  const onMessage = (message: FromTrainer): void => {
    if (message.type === 'progress') line.show(message, note);
    else if (message.type === 'event') line.say(message.text);
    else if (message.type === 'ready') line.say(describe(job, message.environment));
    else if (message.type === 'resumed') line.say(whereItGoesOn(message));
    else if (message.type === 'metrics') {
      figures[message.which][message.split] = message.metrics;
      if (message.which === 'best') bestEpoch = message.epoch;
      if (message.which === 'last' && message.split === 'test')
        note = `epoch ${String(message.epoch)}/${String(job.config.training.epochs)}, test accuracy ${figure(message.metrics.accuracy)}`;
    }
  };
  const run = trainRun({ library, job, spawn: forkTrainer(trainerEntry()), onMessage, onNotice: (text) => line.say(text) });
  const unhook = onSignals(run, line);
  const last = await run.ended;
  unhook();
  line.end();
  return { last, figures, bestEpoch };
}

/** One line that says what is trained, on what and with what. */
export function describe({ run, config }: Pick<TrainJob, 'run' | 'config'>, environment: RunEnvironment): string {
  const { train, validation, test } = environment.samples;
  return (
    `${run}  ${config.method} on ${config.data.name}: ${String(train)} training, ${String(validation)} validation, ${String(test)} test samples, ` +
    `${String(environment.classes.length)} classes; ${environment.deviceName}, ${String(environment.threads)} threads`
  );
}

const whereItGoesOn = ({ step, epochs }: Extract<FromTrainer, { type: 'resumed' }>): string =>
  step === 0 ? 'Nothing was saved: from the start.' : `Goes on after step ${String(step)}, in epoch ${String(epochs + 1)}.`;

/**
 * First Ctrl-C: measure, save, end. Second: end at once with what was saved. SIGTERM (what a cluster sends before it takes the machine
 * away), Ctrl-Z and a terminal that closes: save and leave as paused.
 */
function onSignals(run: RunningRun, line: ProgressLine): () => void {
  let asked = 0;
  const interrupt = (): void => {
    asked++;
    if (asked === 1) line.say('Stopping after this step: saving and measuring. Again to end without measuring.');
    if (asked === 1) run.stop();
    else run.abort();
  };
  const pause = (): void => {
    line.say('Pausing after this step: saving.');
    run.pause();
  };
  const pausing: NodeJS.Signals[] = process.platform === 'win32' ? ['SIGTERM'] : ['SIGTERM', 'SIGTSTP', 'SIGHUP'];
  process.on('SIGINT', interrupt);
  for (const name of pausing) process.on(name, pause);
  return () => {
    process.off('SIGINT', interrupt);
    for (const name of pausing) process.off(name, pause);
  };
}
