import { bestOn } from '../../core/train/best-on.ts';
import type { FromTrainer, SplitMetrics, TrainJob } from '../../core/contract/trainer.ts';
import type { Library } from '../store/library.ts';
import { forkTrainer } from '../studio/fork-trainer.ts';
import { trainRun, type RunningRun } from '../studio/train-run.ts';
import type { LastMessage } from '../studio/last-message.ts';
import type { LibraryPlace } from '../studio/where.ts';
import { codeOf, DONE, FAILED } from './exit-code.ts';
import { duration, progressLine, type ProgressLine } from './progress.ts';
import { splitsJson, splitsTable } from './report.ts';
import { resumeHint } from './resume-hint.ts';
import { figure } from './table.ts';
import { trainerEntry } from './trainer-entry.ts';

interface Watched {
  readonly last: LastMessage;
  readonly figures: Record<'last' | 'best', Record<string, SplitMetrics>>;
  readonly bestEpoch: number | null;
}

export interface Follow {
  readonly library: Library;
  readonly place: LibraryPlace;
  readonly job: TrainJob;
  readonly json: boolean;
}

/** Trains a run, new or resumed, and shows how it goes and ends. Returns the exit code. */
export async function followRun(follow: Follow): Promise<number> {
  const watched = await watch(follow);
  const { seconds } = follow.library.getRun(follow.job.run);
  print(follow, watched, seconds);
  return watched.last.type === 'failed' ? codeOf(watched.last.error.code) || FAILED : DONE;
}

/** Starts the trainer and follows it to its last message. */
async function watch({ library, job }: Follow): Promise<Watched> {
  const line = progressLine();
  const figures: Watched['figures'] = { last: {}, best: {} };
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

function describe(job: TrainJob, environment: Extract<FromTrainer, { type: 'ready' }>['environment']): string {
  const { train, validation, test } = environment.samples;
  return (
    `${job.run}  ${job.config.method} on ${job.config.data.name}: ${String(train)} training, ${String(validation)} validation, ${String(test)} test samples, ` +
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

const STATUS = { done: 'finished', stopped: 'stopped', paused: 'paused', failed: 'failed' } as const;

function print(follow: Follow, watched: Watched, seconds: number | null): void {
  const { last } = watched;
  const hint = hintOf(follow, last);
  if (last.type === 'failed') process.stderr.write(`${last.error.code}: ${last.error.message}\n`);
  if (hint !== null && (follow.json || last.type === 'failed')) process.stderr.write(`${hint}\n`);
  if (follow.json) process.stdout.write(`${JSON.stringify(asJson(follow, watched, seconds))}\n`);
  else if (last.type !== 'failed') process.stdout.write(`${asText(follow, watched, seconds)}\n`);
}

function asJson({ job }: Follow, { last, figures, bestEpoch }: Watched, seconds: number | null): Record<string, unknown> {
  const chosen = Object.keys(figures.best).length > 0 ? 'best' : 'last';
  return {
    run: job.run,
    status: STATUS[last.type],
    method: job.config.method,
    seed: job.config.seed,
    epochs: job.config.training.epochs,
    seconds: last.type === 'failed' ? null : seconds,
    ...('step' in last ? { step: last.step } : {}),
    weights_sha256: 'weightsSha256' in last ? last.weightsSha256 : null,
    checkpoint: chosen,
    selected_on: job.config.training.selectOn,
    best_epoch: bestEpoch,
    splits: splitsJson(figures[chosen]),
    last_splits: splitsJson(figures.last),
    ...(last.type === 'failed' ? { error: last.error } : {}),
  };
}

function asText(follow: Follow, { last, figures, bestEpoch }: Watched, seconds: number | null): string {
  const lines: string[] = [];
  if (Object.keys(figures.last).length > 0) lines.push(`last epoch\n${splitsTable(figures.last)}`);
  const { config } = follow.job;
  if (figures.best[config.training.selectOn])
    lines.push(`${bestOn(config).toLowerCase()}, epoch ${String(bestEpoch)}\n${splitsTable(figures.best)}`);
  const weights = 'weightsSha256' in last ? `, weights ${last.weightsSha256?.slice(0, 12) ?? 'none'}` : '';
  const at = 'step' in last ? ` at step ${String(last.step)}` : '';
  const hint = hintOf(follow, last);
  lines.push(
    `${STATUS[last.type]}${at} in ${duration(seconds ?? 0)}; run ${follow.job.run}${weights}` +
      (hint === null ? '' : `\n${hint}`),
  );
  return lines.join('\n\n');
}

/** What to type to go on with a run that is not finished. */
function hintOf({ library, place, job }: Follow, last: LastMessage): string | null {
  if (last.type === 'done') return null;
  const saved = library.listCheckpoints(job.run).map(({ step }) => step);
  const from = saved.length === 0 ? 'from the start, since nothing was saved' : `after step ${String(Math.max(...saved))}`;
  return resumeHint(job.run, place, from);
}
