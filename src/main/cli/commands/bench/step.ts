import type { BenchJob, BenchStep } from '../../../../core/contract/bench.ts';
import { findMethod } from '../../../../core/methods/index.ts';
import { cacheFolder } from '../../../studio/where.ts';
import { readArguments, wholeNumber } from '../../arguments.ts';
import { DONE } from '../../exit-code.ts';
import { progressLine } from '../../progress.ts';
import { table } from '../../table.ts';
import { Measurements } from './measure.ts';
import { configOf, epochOf, geometryEvery, jointValues, MADE_UP, noData, shapeOf, sizeOf } from './options.ts';
import { summarise, type Summary } from './summary.ts';

export const STEP_USAGE =
  'redreg bench step [--method redreg] [--shape crema-d|kinetics-sounds] [--batch 8] [--steps 9] [--rounds 3] [--epoch N] [--diagnostics off|10|1] [--set key=value ...] [--threads N] [--device auto|cpu|gpu] [--json]';

const OPTIONS = { ...MADE_UP, rounds: { type: 'string', default: '3' } } as const;

/** Steps of a new process that do not count. */
export const WARM_UP = 2;

/**
 * The step of a method beside the joint step: joint, method, joint, method, … each round in a new process, so that other load on the
 * machine meets both alike and each has its memory to itself.
 */
export async function stepWords(words: readonly string[]): Promise<number> {
  const { values, wrong } = readArguments({ name: 'bench step', usage: STEP_USAGE }, words, OPTIONS);
  const shape = shapeOf(values.shape, wrong);
  const size = sizeOf(values.size, wrong);
  const method = findMethod(values.method).id;
  const config = configOf(values, noData(shape), wrong);
  const joint = configOf(jointValues(values), noData(shape), wrong);
  const steps = wholeNumber(values.steps ?? String(Math.max(9, 3 * geometryEvery(values, wrong))), 'steps', { least: 1 }, wrong);
  const rounds = wholeNumber(values.rounds, 'rounds', { least: 1, most: steps }, wrong);
  const epoch = epochOf(values, config, wrong);
  const jobOf = (of: typeof config, at: number, round: number) =>
    ({
      job: 'bench',
      what: 'step',
      run: `${of.method}, round ${String(round + 1)} of ${String(rounds)}`,
      config: of,
      folders: { cache: cacheFolder(), checkpoints: '' },
      warmUp: WARM_UP,
      // The first rounds take what does not divide.
      steps: Math.floor(steps / rounds) + (round < steps % rounds ? 1 : 0),
      epoch: at,
      shape,
      size,
    }) as const satisfies BenchJob;

  const measurements = new Measurements(progressLine());
  const [own, others]: [BenchStep[], BenchStep[]] = [[], []];
  await measurements.whileWatched(async () => {
    for (let round = 0; round < rounds; round++) {
      if (method !== 'joint') others.push(await measurements.run(jobOf(joint, Math.floor(joint.training.epochs / 2), round)));
      own.push(await measurements.run(jobOf(config, epoch, round)));
    }
  });
  const common = { shape, batch: config.training.batch };
  const ours = summarise(own, { ...common, method });
  const theirs = method === 'joint' ? ours : summarise(others, { ...common, method: 'joint' });
  const ratio = ours.seconds_per_step / theirs.seconds_per_step;
  const ratios = { ratio_to_joint: ratio, ratio_to_joint_fastest: ours.fastest_seconds / theirs.fastest_seconds };
  const position = { epoch, epochs: config.training.epochs };
  if (values.json) process.stdout.write(`${JSON.stringify({ ...ours, ...position, ...ratios, joint: theirs })}\n`);
  else process.stdout.write(`${forPeople(ours, theirs, ratio, position)}\n`);
  return DONE;
}

function forPeople(ours: Summary, joint: Summary, ratio: number, { epoch, epochs }: { epoch: number; epochs: number }): string {
  const all = ours.method === 'joint' ? [ours] : [ours, joint];
  const rows = all.map((s) => [
    s.method,
    s.seconds_per_step.toFixed(3),
    s.gflops_per_step.toFixed(0),
    s.gflops_per_second.toFixed(0),
    s.peak_gflops_per_second.toFixed(0),
    s.fraction_of_peak.toFixed(2),
    s.peak_rss_mb.toFixed(0),
    s.tensors_flat ? 'flat' : 'grows',
  ]);
  return [
    `${ours.shape}, batch ${String(ours.batch)}, ${ours.device_name}, ${String(ours.threads)} threads`,
    table(['method', 's/step', 'GFLOP/step', 'GFLOP/s', 'peak', 'of peak', 'MB', 'tensors'], rows),
    `${ours.method} takes ${ratio.toFixed(2)} times the joint step, at ${(100 * ours.fraction_of_peak).toFixed(0)} % of the best 3x3 convolution; ` +
      `median of ${String(ours.steps)} steps at epoch ${String(epoch)} of ${String(epochs)}, ${String(ours.regulated_steps)} of them regulated, ${String(ours.dropped_steps)} with a modality dropped.${geometryText(ours)}${busyText(all)}`,
  ].join('\n');
}

const geometryText = ({ geometry_steps, geometry_cost }: Summary): string =>
  geometry_cost === null
    ? ''
    : ` Gradient geometry, measured in ${String(geometry_steps)} of them, takes ${(100 * geometry_cost).toFixed(1)} % of the time.`;

/** A step of this engine keeps its threads busy; where it got much less of them, something else ran. */
const QUIET = 0.75;

const busyText = (all: readonly Summary[]): string =>
  all.some((s) => s.device === 'cpu' && s.processor_share < QUIET)
    ? ' Other programs kept the machine busy meanwhile: the seconds say little, the fastest steps a little more ' +
      `(${all.map((s) => `${s.method} ${s.fastest_seconds.toFixed(3)} s`).join(', ')}).`
    : '';
