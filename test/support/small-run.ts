import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FromTrainer, TrainJob } from '../../src/core/contract/trainer.ts';
import { RunConfig } from '../../src/core/train/config.ts';
import type { Library } from '../../src/main/store/library.ts';
import { forkTrainer } from '../../src/main/studio/fork-trainer.ts';
import type { LastMessage } from '../../src/main/studio/last-message.ts';
import { resumeJob } from '../../src/main/studio/resume-run.ts';
import { trainRun, type RunningRun } from '../../src/main/studio/train-run.ts';
import { cacheFolder, checkpointsFolder } from '../../src/main/studio/where.ts';
import { built } from './built.ts';
import { smallSet } from './small-set.ts';

/** Four steps an epoch: two speakers' eight samples, the third speaker's four are the validation split. */
export const STEPS_AN_EPOCH = 4;
const TRAINING = { epochs: 3, batch: 2 };

/** The small set in a folder, described by a `dataset.json`. Returns that file. */
export async function smallSetFile(folder: string): Promise<string> {
  const file = join(folder, 'dataset.json');
  const definition = await smallSet(folder);
  writeFileSync(file, JSON.stringify({ ...definition, validation: { kind: 'speaker', speakers: ['max'] } }));
  return file;
}

/** A run of 12 steps on the small set with a narrow network and one thread. */
export const smallConfig = (data: unknown, method: string, changes: Partial<RunConfig> = {}): RunConfig =>
  RunConfig.parse({
    method,
    seed: 5,
    data,
    model: { width: 4 },
    training: TRAINING,
    threads: 1,
    checkpointMinutes: 0,
    ...changes,
  });

/** The same run as words of the command line. */
export const smallWords = (dataFile: string, method: string, library: string, checkpointMinutes: number): string[] => [
  ...['train', '--data', dataFile, '--method', method, '--seed', '5', '--epochs', String(TRAINING.epochs), '--threads', '1'],
  ...['--set', 'model.width=4', '--set', `training.batch=${String(TRAINING.batch)}`],
  ...['--checkpoint-minutes', String(checkpointMinutes), '--library', library, '--json'],
];

/** Starts a new run, or goes on with one, in the real training process. */
export function start(
  library: Library,
  run: { readonly config: RunConfig } | string,
  onMessage: (message: FromTrainer, running: RunningRun) => void = () => undefined,
): RunningRun & { readonly run: string } {
  const id = typeof run === 'string' ? run : library.createRun({ config: run.config });
  const folders = { cache: cacheFolder(), checkpoints: checkpointsFolder(library.file, id) };
  const job: TrainJob =
    typeof run === 'string'
      ? resumeJob(library, library.getRun(id), folders)
      : { job: 'train', run: id, config: run.config, folders, resume: null };
  const running = trainRun({
    library,
    job,
    spawn: forkTrainer(built('main', 'trainer.js')),
    onMessage: (message) => onMessage(message, running),
    onNotice: (text) => console.log(text),
  });
  return Object.assign(Object.create(running) as RunningRun, { run: id });
}

/** All that is kept of a run and does not depend on clock and memory. */
export function keptOf(library: Library, run: string): Record<string, unknown> {
  const names = library.listSeries(run).flatMap(({ name }) => (name.startsWith('system/') ? [] : [name]));
  const series = names.map((name) => {
    const { steps, values } = library.readSeries(run, name);
    return [name, { steps: Array.from(steps), values: Array.from(values) }] as const;
  });
  const { status, epochs, steps, weightsSha256 } = library.getRun(run);
  return {
    ...{ status, epochs, steps, weightsSha256 },
    series: Object.fromEntries(series),
    summaries: library.listSeries(run).flatMap(({ run: _, ...rest }) => (rest.name.startsWith('system/') ? [] : [rest])),
    geometry: library.listGeometry(run),
    metrics: library.listMetrics([run]).map(({ which, split, epoch, metrics }) => ({ which, split, epoch, metrics })),
    checkpoints: library
      .listCheckpoints(run)
      .map(({ kind, epoch, step, file }) => ({ kind, epoch, step, isThere: existsSync(file) })),
  };
}

/** What a last message says, for a failed expectation too. */
export const wordsOf = (last: LastMessage): string =>
  last.type === 'failed' ? `${last.error.code}: ${last.error.message}` : last.type;
