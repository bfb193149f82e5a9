import type { BenchOps } from '../../../../core/contract/bench.ts';
import { findMethod } from '../../../../core/methods/index.ts';
import { cacheFolder } from '../../../studio/where.ts';
import { readArguments, wholeNumber } from '../../arguments.ts';
import { DONE } from '../../exit-code.ts';
import { progressLine } from '../../progress.ts';
import { table } from '../../table.ts';
import { Measurements } from './measure.ts';
import { configOf, epochOf, MADE_UP, noData, shapeOf, sizeOf } from './options.ts';
import { WARM_UP } from './step.ts';
import { median, placeOf } from './summary.ts';

export const OPS_USAGE =
  'redreg bench ops [--method redreg] [--shape crema-d|kinetics-sounds] [--batch 8] [--steps 5] [--epoch N] [--diagnostics off|10|1] [--set key=value ...] [--threads N] [--device auto|cpu|gpu] [--json]';

/** Where the time of a step goes, by TensorFlow operation. */
export async function opsWords(words: readonly string[]): Promise<number> {
  const { values, wrong } = readArguments({ name: 'bench ops', usage: OPS_USAGE }, words, MADE_UP);
  const shape = shapeOf(values.shape, wrong);
  const size = sizeOf(values.size, wrong);
  const method = findMethod(values.method).id;
  const config = configOf(values, noData(shape), wrong);
  const epoch = epochOf(values, config, wrong);
  const steps = wholeNumber(values.steps ?? '5', 'steps', { least: 1 }, wrong);
  const folders = { cache: cacheFolder(), checkpoints: '' };
  const job = { job: 'bench', what: 'ops', run: method, config, folders, warmUp: WARM_UP, steps, epoch, shape, size } as const;
  const measurements = new Measurements(progressLine());
  const result = await measurements.whileWatched(() => measurements.run(job));
  const figures = figuresOf(result);
  const about = { method, shape, batch: config.training.batch, ...placeOf(result), steps, epoch, epochs: config.training.epochs };
  if (values.json) process.stdout.write(`${JSON.stringify({ ...about, ...figures })}\n`);
  else process.stdout.write(`${forPeople(about, figures)}\n`);
  return DONE;
}

function figuresOf({ seconds, operations, outside }: BenchOps) {
  const whole = (1000 * seconds.reduce((total, s) => total + s, 0)) / seconds.length;
  return {
    seconds_per_step: median(seconds),
    operations: operations.map(({ name, calls, ms }) => ({ name, calls, ms, share: ms / whole })),
    outside: Object.entries(outside).map(([name, ms]) => ({ name, ms, share: ms / whole })),
  };
}

function forPeople(
  about: { method: string; shape: string; batch: number; threads: number; device: string; device_name: string; steps: number },
  { seconds_per_step, operations, outside }: ReturnType<typeof figuresOf>,
): string {
  const row = (name: string, calls: string, ms: number, share: number): string[] => [
    name,
    calls,
    ms.toFixed(1),
    `${(100 * share).toFixed(1)} %`,
  ];
  const rows = [
    ...operations.map(({ name, calls, ms, share }) => row(name, calls.toFixed(0), ms, share)),
    ...outside.map(({ name, ms, share }) => row(`(${name})`, '', ms, share)),
  ];
  const gpu =
    about.device === 'gpu' ? ' On a GPU an operation’s time is that of its launch; the work itself shows up as readback.' : '';
  return [
    `${about.method}, ${about.shape}, batch ${String(about.batch)}, ${about.device_name}, ${String(about.threads)} threads`,
    table(['operation', 'calls', 'ms', 'share'], rows),
    `${seconds_per_step.toFixed(3)} s a step (median of ${String(about.steps)}); calls and ms are means a step. In brackets: outside any operation.${gpu}`,
  ].join('\n');
}
