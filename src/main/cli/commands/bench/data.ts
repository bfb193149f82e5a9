import type { BenchData } from '../../../../core/contract/bench.ts';
import { presetDefinition } from '../../../../core/data/preset.ts';
import { findMethod } from '../../../../core/methods/index.ts';
import { cacheFolder } from '../../../studio/where.ts';
import { resolveDataArgument } from '../../../trainer/loading/resolve-data-argument.ts';
import { readArguments, wholeNumber } from '../../arguments.ts';
import { DONE } from '../../exit-code.ts';
import { progressLine } from '../../progress.ts';
import { table } from '../../table.ts';
import { Measurements } from './measure.ts';
import { COMMON, configOf, epochOf } from './options.ts';
import { WARM_UP } from './step.ts';
import { median, placeOf } from './summary.ts';

export const DATA_USAGE =
  'redreg bench data [--data av-digits|FOLDER|dataset.json] [--method redreg] [--batch 8] [--steps 20] [--step-seconds S] [--epoch N] [--set key=value ...] [--threads N] [--device auto|cpu|gpu] [--json]';

const OPTIONS = { ...COMMON, data: { type: 'string', default: 'av-digits' }, 'step-seconds': { type: 'string' } } as const;

/** A run may wait for data this share of an epoch. */
const BAR = 0.05;

/** How fast the loader is alone, and how much of an epoch steps wait for it. */
export async function dataWords(words: readonly string[]): Promise<number> {
  const { values, wrong } = readArguments({ name: 'bench data', usage: DATA_USAGE }, words, OPTIONS);
  const method = findMethod(values.method).id;
  const steps = wholeNumber(values.steps ?? '20', 'steps', { least: 1 }, wrong);
  const stepSeconds = values['step-seconds'] === undefined ? null : Number(values['step-seconds']);
  if (stepSeconds !== null && !(stepSeconds > 0 && stepSeconds < Infinity))
    throw wrong(`--step-seconds is "${values['step-seconds'] ?? ''}"; expected a number above 0.`);
  const cache = cacheFolder();
  const data = presetDefinition(await resolveDataArgument(values.data, { cacheFolder: cache }), 'official');
  const config = configOf(values, data, wrong);
  const job = {
    job: 'bench',
    what: 'data',
    run: `${data.name}, ${method}`,
    config,
    folders: { cache, checkpoints: '' },
    warmUp: WARM_UP,
    steps,
    epoch: epochOf(values, config, wrong),
    stepSeconds,
  } as const;
  const measurements = new Measurements(progressLine());
  const result = await measurements.whileWatched(() => measurements.run(job));
  const about = { data: data.name, method, batch: config.training.batch, ...placeOf(result), steps: result.work.length };
  const figures = figuresOf(result);
  const made = { made_up_step: stepSeconds !== null };
  if (values.json) process.stdout.write(`${JSON.stringify({ ...about, ...made, ...figures })}\n`);
  else process.stdout.write(`${forPeople({ ...about, ...made }, figures)}\n`);
  return DONE;
}

/**
 * An epoch waits once for its first batch, then a mean wait a step. The mean, not the median: a long wait now and then is what a
 * loader that cannot keep up looks like.
 */
export function figuresOf(result: BenchData) {
  const mean = (values: readonly number[]): number => values.reduce((total, v) => total + v, 0) / Math.max(values.length, 1);
  const { stepsPerEpoch } = result;
  const [work, wait] = [mean(result.work), mean(result.waits)];
  const waiting = result.firstWait + (stepsPerEpoch - 1) * wait;
  const share = waiting / (waiting + stepsPerEpoch * work);
  return {
    shapes: result.shapes,
    samples: result.samples,
    steps_per_epoch: stepsPerEpoch,
    workers: result.workers,
    loader_samples_per_second: result.loaderSamplesPerSecond,
    seconds_per_step: median(result.work),
    first_wait_seconds: result.firstWait,
    wait_seconds_per_step: wait,
    wait_share: share,
    bar: BAR,
    within_bar: share < BAR,
  };
}

function forPeople(
  about: {
    data: string;
    method: string;
    batch: number;
    device_name: string;
    threads: number;
    steps: number;
    made_up_step: boolean;
  },
  f: ReturnType<typeof figuresOf>,
): string {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  return [
    `${about.data}, ${about.method}, batch ${String(about.batch)}, ${about.device_name}, ${String(about.threads)} threads, ${String(f.workers)} workers`,
    table(
      ['loader samples/s', 's/step', 'first wait s', 'wait s/step', 'of an epoch'],
      [
        [
          f.loader_samples_per_second.toFixed(0),
          f.seconds_per_step.toFixed(3),
          f.first_wait_seconds.toFixed(3),
          f.wait_seconds_per_step.toFixed(4),
          percent(f.wait_share),
        ],
      ],
    ),
    `An epoch of ${String(f.steps_per_epoch)} ${about.made_up_step ? 'made-up' : 'real'} steps spends ${percent(f.wait_share)} of its time waiting for data, ` +
      `${f.within_bar ? 'within' : 'beyond'} the bar of ${percent(f.bar)}; from ${String(about.steps)} steps.`,
  ].join('\n');
}
