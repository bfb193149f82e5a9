import type { FromTrainer, SplitMetrics, TrainJob } from '../../../core/contract/trainer.ts';
import { findMethod } from '../../../core/methods/index.ts';
import { forkTrainer } from '../../studio/fork-trainer.ts';
import { openOwnLibrary } from '../../studio/open-library.ts';
import { recordRun } from '../../studio/recorder.ts';
import { startTrainer, type LastMessage, type TrainerProcess } from '../../studio/trainer-process.ts';
import { cacheFolder, checkpointsFolder, libraryPlace } from '../../studio/where.ts';
import { resolveDataArgument } from '../../trainer/loading/resolve-data-argument.ts';
import { readArguments, wholeNumber } from '../arguments.ts';
import type { Command } from '../command.ts';
import { codeOf, DONE } from '../exit-code.ts';
import { duration, progressLine, type ProgressLine } from '../progress.ts';
import { splitsJson, splitsTable } from '../report.ts';
import { runConfigOf } from '../settings.ts';
import { figure } from '../table.ts';
import { trainerEntry } from '../trainer-entry.ts';

const USAGE =
  'redreg train --data av-digits|FOLDER|dataset.json --method METHOD [--preset official|quick|NAME|quick,NAME] [--seed 0] [--epochs N] [--set key=value ...] [--threads N] [--name TEXT] [--library FILE] [--json]';

const OPTIONS = {
  data: { type: 'string' },
  method: { type: 'string' },
  preset: { type: 'string', default: 'official' },
  seed: { type: 'string' },
  epochs: { type: 'string' },
  set: { type: 'string', multiple: true, default: [] as string[] },
  threads: { type: 'string' },
  device: { type: 'string' },
  name: { type: 'string' },
  library: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

/** Trains one run in a process of its own and keeps everything in the library. */
export const train: Command = {
  name: 'train',
  usage: USAGE,
  summary: 'Trains a method on a data set; the run goes into the library.',
  async run(words) {
    const { values, wrong } = readArguments(train, words, OPTIONS);
    if (values.data === undefined) throw wrong('--data is missing.');
    if (values.method === undefined) throw wrong('--method is missing.');
    const number = (text: string | undefined, name: string, least: number): number | undefined =>
      text === undefined ? undefined : wholeNumber(text, name, { least }, wrong);
    const method = findMethod(values.method).id;
    const cache = cacheFolder();
    const config = runConfigOf({
      method,
      data: await resolveDataArgument(values.data, { cacheFolder: cache }),
      preset: values.preset,
      seed: number(values.seed, 'seed', 0),
      epochs: number(values.epochs, 'epochs', 1),
      threads: number(values.threads, 'threads', 1),
      device: values.device,
      set: values.set,
    });

    const own = await openOwnLibrary(libraryPlace(values.library));
    try {
      const run = own.library.createRun({ config, ...(values.name === undefined ? {} : { name: values.name }) });
      const checkpoints = checkpointsFolder(own.library.file, run);
      const job: TrainJob = { job: 'train', run, config, folders: { cache, checkpoints } };
      const watched = await watch(own.library, job);
      return print(job, watched, values.json);
    } finally {
      own.close();
    }
  },
};

interface Watched {
  readonly last: LastMessage;
  readonly figures: Record<'last' | 'best', Record<string, SplitMetrics>>;
  readonly bestEpoch: number | null;
  readonly classes: readonly string[];
}

/** Starts the trainer and follows it to its last message. */
async function watch(library: Parameters<typeof recordRun>[0]['library'], job: TrainJob): Promise<Watched> {
  const line = progressLine();
  const figures: Watched['figures'] = { last: {}, best: {} };
  let [bestEpoch, note, trainer]: [number | null, string, TrainerProcess | null] = [null, '', null];
  let classes: readonly string[] = [];
  const spawn = forkTrainer(trainerEntry());
  const recorder = recordRun({
    library,
    run: job.run,
    onFault: (error) => {
      line.say(`Points could not be written: ${error instanceof Error ? error.message : String(error)}`);
      trainer?.stop();
    },
  });
  const onMessage = (message: FromTrainer): void => {
    recorder.receive(message);
    if (message.type === 'progress') line.show(message, note);
    else if (message.type === 'event') line.say(message.text);
    else if (message.type === 'ready') {
      classes = message.environment.classes;
      const { train: n, validation, test } = message.environment.samples;
      line.say(
        `${job.run}  ${job.config.method} on ${job.config.data.name}: ${String(n)} training, ${String(validation)} validation, ${String(test)} test samples, ${String(classes.length)} classes; ` +
          `${message.environment.deviceName}, ${String(message.environment.threads)} threads`,
      );
    } else if (message.type === 'metrics') {
      figures[message.which][message.split] = message.metrics;
      if (message.which === 'best') bestEpoch = message.epoch;
      if (message.which === 'last' && message.split === 'test')
        note = `epoch ${String(message.epoch)}/${String(job.config.training.epochs)}, test accuracy ${figure(message.metrics.accuracy)}`;
    }
  };
  trainer = startTrainer({ spawn, job, onMessage });
  const unhook = onInterrupt(trainer, line);
  const last = await trainer.ended;
  unhook();
  line.end();
  return { last, figures, bestEpoch, classes };
}

/** First Ctrl-C: evaluate, save, end. Second: end at once with what was saved. */
function onInterrupt(trainer: TrainerProcess, line: ProgressLine): () => void {
  let asked = 0;
  const interrupt = (): void => {
    asked++;
    if (asked === 1) {
      line.say('Stopping after this step: measuring and saving. Again to end without that.');
      trainer.stop();
    } else trainer.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return () => {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  };
}

const STATUS = { done: 'finished', stopped: 'stopped', failed: 'failed' } as const;

function print(job: TrainJob, { last, figures, bestEpoch }: Watched, json: boolean): number {
  const chosen = Object.keys(figures.best).length > 0 ? 'best' : 'last';
  const seconds = last.type === 'failed' ? null : last.seconds;
  if (last.type === 'failed') process.stderr.write(`${last.error.code}: ${last.error.message}\n`);
  if (json) {
    const object = {
      run: job.run,
      status: STATUS[last.type],
      method: job.config.method,
      seed: job.config.seed,
      epochs: job.config.training.epochs,
      seconds,
      weights_sha256: last.type === 'failed' ? null : last.weightsSha256,
      checkpoint: chosen,
      best_epoch: bestEpoch,
      splits: splitsJson(figures[chosen]),
      last_splits: splitsJson(figures.last),
      ...(last.type === 'failed' ? { error: last.error } : {}),
    };
    process.stdout.write(`${JSON.stringify(object)}\n`);
  } else if (last.type !== 'failed') {
    const lines = [`last epoch\n${splitsTable(figures.last)}`];
    if (figures.best['validation']) lines.push(`best on validation, epoch ${String(bestEpoch)}\n${splitsTable(figures.best)}`);
    lines.push(
      `${STATUS[last.type]} in ${duration(seconds ?? 0)}; run ${job.run}, weights ${last.weightsSha256?.slice(0, 12) ?? 'none'}`,
    );
    process.stdout.write(`${lines.join('\n\n')}\n`);
  }
  return last.type === 'failed' ? codeOf(last.error.code) || 1 : DONE;
}
