import type { VerifyLine } from '../contract/trainer.ts';
import { averageFields, fieldsOf } from './fields.ts';
import { isBuffer, ourName } from './names.ts';
import { gradientsOf, type Recorded, scalarOf, type Summary } from './recorded.ts';
import type { Replayed } from './replay.ts';

/** e(x) = |ours − f64| / (0.01 + |f64|). */
export const distance = (ours: number, reference: number): number => Math.abs(ours - reference) / (0.01 + Math.abs(reference));

/** The value below which `share` of the values lie (nearest rank); NaN if any value is NaN, 0 for none. */
export function quantile(values: readonly number[], share: number): number {
  if (values.some(Number.isNaN)) return Number.NaN;
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(Math.ceil(share * sorted.length) - 1, 0)] ?? 0;
}

/** Compares a replay with the float64 recording by the bounds of the golden README. Every line is found ≤ bound or the run fails. */
export function compare(file: string, recorded: Recorded, replayed: Replayed): VerifyLine[] {
  const line = (field: string, found: number, bound: number): VerifyLine => ({ file, field, found, bound, ok: found <= bound });
  return [
    line('decisions', decisions(recorded, replayed), 0),
    ...scalarLines(recorded, replayed).map(([field, found, bound]) => line(field, found, bound)),
    line('average gradients, first step, absolute', averages(recorded, replayed), 1e-4),
    ...weightLines(recorded, replayed).map(([field, found, bound]) => line(field, found, bound)),
    line('logits after each epoch, relative to the largest', logits(recorded, replayed), recorded.mode === 'short' ? 0.5 : 0.01),
    ...gradientLines(recorded, replayed).map(([field, found, bound]) => line(field, found, bound)),
  ];
}

/** Number of decisions that differ, over all steps. */
function decisions(recorded: Recorded, { steps }: Replayed): number {
  let differing = 0;
  for (const [i, step] of recorded.steps.entries())
    for (const { recorded: name, series, decision } of fieldsOf[recorded.method]) {
      if (!decision || !(name in step)) continue;
      const [theirs, ours] = [scalarOf(step, name), steps[i]?.[series] ?? Number.NaN];
      // "Off" is 0 for a term and 1 for a coefficient; a value that is neither is on.
      const off = name.startsWith('coeff') ? 1 : 0;
      if ((theirs === off) !== (ours === off) || Number.isNaN(ours)) differing++;
    }
  return differing;
}

type Row = readonly [field: string, found: number, bound: number];

function scalarLines(recorded: Recorded, { steps }: Replayed): Row[] {
  const worst = recorded.steps.map((step, i) => {
    const found = fieldsOf[recorded.method]
      .filter(({ recorded: name, decision }) => !decision && name in step)
      .map(({ recorded: name, series }) => distance(steps[i]?.[series] ?? Number.NaN, scalarOf(step, name)));
    return quantile(found, 1);
  });
  if (recorded.mode !== 'short') return [['scalars of all steps, e', quantile(worst, 1), 0.02]];
  return worst.map((found, i) => [`scalars of step ${String(i)}, e`, found, [0.01, 0.1][i] ?? 0.5]);
}

function averages(recorded: Recorded, { steps }: Replayed): number {
  const [first] = recorded.steps;
  if (!first) return Number.NaN;
  const found = averageFields
    .filter(({ recorded: name }) => name in first)
    .map(({ recorded: name, series }) => Math.abs((steps[0]?.[series] ?? Number.NaN) - scalarOf(first, name)));
  return quantile(found, 1);
}

function weightLines(recorded: Recorded, { values }: Replayed): Row[] {
  const last = recorded.epochs.at(-1)?.params ?? {};
  // Dead heads are recorded too; what takes part in the training is what the recording's parameter list names, and the buffers.
  const live = new Set(recorded.parameters.map(([name]) => name));
  const all = Object.entries(last).filter(([name]) => isBuffer(name) || (live.has(name) && ourName(name) !== null));
  const normOf = (wanted: (name: string) => boolean): number[] =>
    all.filter(([name]) => wanted(name)).map(([name, summary]) => normDistance(values.get(name), summary));
  const weights = normOf((name) => !isBuffer(name));
  return [
    ['weights after the run, norm, 95 %', quantile(weights, 0.95), 1e-3],
    ['weights after the run, norm, all', quantile(weights, 1), 5e-2],
    ['batch-norm buffers, norm, 95 %', quantile(normOf(isBuffer), 0.95), 3e-3],
    [
      'samples of weights and buffers, 95 %',
      quantile(
        all.flatMap(([name, summary]) => sampleDistances(values.get(name), summary)),
        0.95,
      ),
      2e-2,
    ],
  ];
}

function normDistance(ours: Float32Array | undefined, [, norm]: Summary): number {
  if (!ours) return Number.NaN;
  return Math.abs(euclidean(ours) - norm) / Math.max(norm, 1e-30);
}

/** Distances of the sampled values, relative to the tensor's root mean square. */
function sampleDistances(ours: Float32Array | undefined, [, norm, samples]: Summary): number[] {
  if (!ours) return [Number.NaN];
  const rms = Math.max(norm / Math.sqrt(ours.length), 1e-30);
  return samples.map(([index, value]) => Math.abs((ours[index] ?? Number.NaN) - value) / rms);
}

const euclidean = (values: Float32Array): number => Math.sqrt(values.reduce((total, v) => total + v * v, 0));

function logits(recorded: Recorded, replayed: Replayed): number {
  const found = recorded.epochs.map((epoch, i) => {
    const theirs = epoch.eval_logits_batch0.flat();
    const ours = replayed.logits[i]?.flat() ?? [];
    const largest = quantile(theirs.map(Math.abs), 1);
    return (
      quantile(
        theirs.map((value, j) => Math.abs((ours[j] ?? Number.NaN) - value)),
        1,
      ) / largest
    );
  });
  return quantile(found, 1);
}

/** Final gradients of a displaced step, per encoder; the bound depends on whether the encoder saw its input or zeros. */
function gradientLines(recorded: Recorded, replayed: Replayed): Row[] {
  const [step] = recorded.steps;
  const theirs = Object.entries(step ? gradientsOf(step) : {});
  if (theirs.length === 0 || !step) return [];
  return (['audio', 'visual'] as const).map((encoder) => {
    const own = theirs.filter(([name]) => name.startsWith(`${encoder}_net.`));
    const found = own.flatMap(([name, summary]) => {
      const ours = replayed.gradients.get(name);
      return [normDistance(ours, summary), ...sampleDistances(ours, summary)];
    });
    const dropped = scalarOf(step, encoder === 'audio' ? 'drop_a' : 'drop_v') === 1;
    return [`gradients of the ${encoder} encoder, 95 %`, quantile(found, 0.95), gradientBound(recorded, encoder, dropped)];
  });
}

function gradientBound({ method, mode, scenario }: Recorded, encoder: string, dropped: boolean): number {
  if (dropped) return 0.12;
  return method === 'redreg' && mode === 'displaced' && scenario === 1 && encoder === 'visual' ? 1e-3 : 4e-2;
}
