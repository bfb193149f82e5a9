import type { TrainJob } from '../../../core/contract/trainer.ts';
import { findMethod } from '../../../core/methods/index.ts';
import { publishedSetOf } from '../../../core/published/match.ts';
import type { RunConfig } from '../../../core/train/config.ts';
import type { Method } from '../../../core/train/method.ts';
import { officialOn, officialText } from '../../../core/train/official/index.ts';
import { openOwnLibrary } from '../../studio/open-library.ts';
import { cacheFolder, checkpointsFolder, libraryPlace } from '../../studio/where.ts';
import { readArguments, wholeNumber } from '../arguments.ts';
import type { Command } from '../command.ts';
import { followQueued, type FollowQueued } from '../follow-queued.ts';
import { followRun } from '../follow-run.ts';
import { resolveSavedData } from '../saved-data.ts';
import { runConfigOf } from '../settings.ts';
import { findStudio } from '../studio-client.ts';
import { wrapped } from '../wrap.ts';

const USAGE =
  'redreg train --data av-digits|FOLDER|dataset.json|SAVED-SET --method METHOD [--preset official|quick|NAME|quick,NAME] [--seed 0] [--epochs N] [--set key=value ...] [--threads N] [--checkpoint-minutes 10] [--name TEXT] [--library FILE] [--json]';

const OPTIONS = {
  data: { type: 'string' },
  method: { type: 'string' },
  preset: { type: 'string', default: 'official' },
  seed: { type: 'string' },
  epochs: { type: 'string' },
  set: { type: 'string', multiple: true, default: [] as string[] },
  threads: { type: 'string' },
  device: { type: 'string' },
  'checkpoint-minutes': { type: 'string' },
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
    const method = findMethod(values.method);
    const cache = cacheFolder();
    const place = libraryPlace(values.library);
    const config = runConfigOf({
      method: method.id,
      data: await resolveSavedData(values.data, { cacheFolder: cache, place }),
      preset: values.preset,
      seed: number(values.seed, 'seed', 0),
      epochs: number(values.epochs, 'epochs', 1),
      threads: number(values.threads, 'threads', 1),
      device: values.device,
      set: [...values.set, ...checkpointMinutes(values['checkpoint-minutes'], wrong)],
    });

    tellOfficial(method, config);
    const named = values.name === undefined ? {} : { name: values.name };
    const studio = await findStudio(place);
    if (studio !== null) return trainInStudio({ studio, place, config, json: values.json }, named);
    const own = await openOwnLibrary(place);
    try {
      const run = own.library.createRun({ config, ...named });
      const checkpoints = checkpointsFolder(own.library.file, run);
      const job: TrainJob = { job: 'train', run, config, folders: { cache, checkpoints }, resume: null };
      return await followRun({ library: own.library, place, job, json: values.json });
    } finally {
      own.close();
    }
  },
};

/** What the data set changed of the method's official run, on stderr. Quick training takes nothing of it but the links' options. */
function tellOfficial(method: Method, { data, preset }: RunConfig): void {
  const official = officialOn(method, publishedSetOf(data));
  const text = officialText(official);
  if (text !== null && official.changes.length > 0 && !preset.split(',').includes('quick'))
    process.stderr.write(`${wrapped(text, 0)}\n`);
}

/** The library is open in a studio, its one writer: the run goes into that one's queue. */
async function trainInStudio(follow: Omit<FollowQueued, 'run'>, named: { readonly name?: string }): Promise<number> {
  const { studio, config } = follow;
  try {
    const { runs } = await studio.client.call('queue.add', { runs: [{ config, ...named }] });
    const [run] = runs;
    if (run === undefined) throw new Error('the studio queued no run');
    return await followQueued({ ...follow, run });
  } finally {
    studio.close();
  }
}

/** The setting behind `--checkpoint-minutes`. */
function checkpointMinutes(text: string | undefined, wrong: (problem: string) => Error): string[] {
  if (text === undefined) return [];
  if (!/^\d*\.?\d+$/.test(text)) throw wrong(`--checkpoint-minutes is "${text}"; expected a number from 0, such as 10 or 0.5.`);
  return [`checkpointMinutes=${String(Number(text))}`];
}
