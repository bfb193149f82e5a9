import type { FromTrainer, SplitMetrics } from '../../../core/contract/trainer.ts';
import { AppError } from '../../../core/errors/app-error.ts';
import { openLibrary } from '../../store/library.ts';
import { runConfig } from '../../store/run-find.ts';
import { forkTrainer } from '../../studio/fork-trainer.ts';
import { startTrainer } from '../../studio/trainer-process.ts';
import { cacheFolder, checkpointsFolder, libraryPlace } from '../../studio/where.ts';
import { readArguments, wholeNumber } from '../arguments.ts';
import type { Command } from '../command.ts';
import { codeOf, DONE } from '../exit-code.ts';
import { duration, progressLine } from '../progress.ts';
import { splitsJson, splitsTable } from '../report.ts';
import { addShapley, type ShapleyFigures, shapleyTable } from '../shapley-report.ts';
import { trainerEntry } from '../trainer-entry.ts';

const SPLITS = ['train', 'validation', 'test'] as const;

/** Measures a saved checkpoint again, in a new process. */
export const evaluate: Command = {
  name: 'eval',
  usage:
    'redreg eval RUN [--checkpoint best|last] [--split train|validation|test ...] [--shapley] [--threads N] [--library FILE] [--json]',
  summary: 'Measures a run’s checkpoint; by default the best, on all splits.',
  async run(words) {
    const options = {
      checkpoint: { type: 'string', default: 'best' },
      split: { type: 'string', multiple: true, default: [] as string[] },
      shapley: { type: 'boolean', default: false },
      threads: { type: 'string' },
      library: { type: 'string' },
      json: { type: 'boolean', default: false },
    } as const;
    const { values, positionals, wrong } = readArguments(evaluate, words, options, { least: 1, most: 1 });
    const splits = (values.split.length > 0 ? values.split : SPLITS).map((name) => {
      const known = SPLITS.find((split) => split === name);
      if (!known) throw wrong(`--split is "${name}"; expected ${SPLITS.join(', ')}.`);
      return known;
    });
    const library = openLibrary(libraryPlace(values.library).file, { readOnly: true });
    const run = library.getRun(positionals[0] ?? '');
    const stored = library.listCheckpoints(run.id);
    library.close();
    const checkpoint = stored.find(({ kind }) => kind === values.checkpoint);
    if (!checkpoint)
      throw new AppError('cli.no-checkpoint', { run: run.id, wanted: values.checkpoint, found: stored.map(({ kind }) => kind) });

    const saved = runConfig(run);
    const threads = values.threads === undefined ? saved.threads : wholeNumber(values.threads, 'threads', { least: 1 }, wrong);
    const config = { ...saved, threads };
    const line = progressLine();
    const figures: Record<string, SplitMetrics> = {};
    const shapley: ShapleyFigures = {};
    const onMessage = (message: FromTrainer): void => {
      if (message.type === 'progress') line.show(message);
      else if (message.type === 'metrics') figures[message.split] = message.metrics;
      else if (message.type === 'points') addShapley(shapley, message.series);
    };
    const folders = { cache: cacheFolder(), checkpoints: checkpointsFolder(library.file, run.id) };
    const job = {
      job: 'evaluate',
      run: run.id,
      config,
      folders,
      checkpoint: checkpoint.file,
      splits,
      fingerprint: run.dataFingerprint,
      shapley: values.shapley,
    } as const;
    const last = await startTrainer({ spawn: forkTrainer(trainerEntry()), job: { ...job, splits }, onMessage }).ended;
    line.end();
    if (last.type === 'failed') process.stderr.write(`${last.error.code}: ${last.error.message}\n`);
    if (values.json) {
      const status =
        last.type === 'failed'
          ? { status: 'failed', error: last.error }
          : {
              status: last.type === 'done' ? 'finished' : 'stopped',
              seconds: last.seconds,
              weights_sha256: 'weightsSha256' in last ? last.weightsSha256 : null,
            };
      const head = {
        run: run.id,
        method: run.method,
        seed: run.seed,
        epochs: config.training.epochs,
        checkpoint: checkpoint.kind,
        epoch: checkpoint.epoch,
      };
      const extra = values.shapley ? { shapley } : {};
      process.stdout.write(`${JSON.stringify({ ...head, ...status, splits: splitsJson(figures), ...extra })}\n`);
    } else if (last.type !== 'failed')
      process.stdout.write(
        `${run.name}, ${checkpoint.kind} checkpoint, epoch ${String(checkpoint.epoch)}\n${splitsTable(figures)}\n${values.shapley ? `\n${shapleyTable(shapley)}\n` : ''}${duration(last.seconds)}\n`,
      );
    return last.type === 'failed' ? codeOf(last.error.code) : DONE;
  },
};
