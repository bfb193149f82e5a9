import {
  add,
  clipByValue,
  concat,
  div,
  maximum,
  mean,
  minimum,
  mul,
  split,
  square,
  sub,
  type Tensor,
  tensor1d,
  tidy,
} from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { NORMALISED_RANGE } from '../data/image/normalize.ts';
import type { Step } from '../train/link.ts';
import { untaped } from '../tensor/record.ts';
import { readScalars } from '../tensor/scalars.ts';
import { defineLink } from '../train/method.ts';
import { checkNamed } from './named-modalities.ts';

/** Defaults of what only a probe reads. */
const OF_PROBE = {
  momentum: 0.9,
  debias: false,
  averageReset: 'epoch',
  noiseDefault: 0.03,
  probeClamp: 'unit',
  probeFeature: 'map',
};

const changedOfProbe = (o: Readonly<Record<keyof typeof OF_PROBE, unknown>> & { readonly noise: object }): string[] => [
  ...Object.entries(OF_PROBE).flatMap(([option, usual]) => (o[option as keyof typeof OF_PROBE] === usual ? [] : [option])),
  ...(Object.keys(o.noise).length > 0 ? ['noise'] : []),
];

const options = z
  .strictObject({
    gamma: z
      .number()
      .min(0)
      .default(0.6)
      .describe('how much growth counts against redundancy; drawn in the figure, 0.6 in the code'),
    threshold: z
      .number()
      .nullable()
      .default(0.15)
      .describe('R: regulate only above it; 0.15 in the code, unknown for the paper; null regulates whatever the redundancy'),
    betaFrom: z
      .enum(['gap', 'redundancy'])
      .default('gap')
      .describe(
        'where β gets its size: gap, as in the code, exp(scale·tanh(p − p of the others)), at least 1; redundancy, as the abstract has it, scale·tanh(r − R), from 0',
      ),
    scale: z.number().min(0).default(0.9).describe('in both forms of β; 0.9 in the code'),
    normalise: z
      .enum(['average', 'averageBefore', 'none'])
      .default('average')
      .describe(
        'what redundancy is divided by: its moving average with this step’s value in it, as in the code (near 1 therefore); the average before this step (1 on the first); or nothing, as the figure has it',
      ),
    momentum: z.number().min(0).lt(1).default(OF_PROBE.momentum).describe('of the moving average of redundancy; 0.9 in the code'),
    debias: z
      .boolean()
      .default(OF_PROBE.debias)
      .describe(
        'corrects the average for its start at 0, as Adam does; the code does not, so r begins at 10 and falls to 1 in 40 steps',
      ),
    averageReset: z
      .enum(['epoch', 'never'])
      .default('epoch')
      .describe('when the average starts afresh; at each epoch’s end in the code'),
    noise: z
      .record(z.string(), z.number().min(0))
      .default({})
      .describe('standard deviation of the probe noise by modality, where it differs from `noiseDefault`'),
    noiseDefault: z
      .number()
      .min(0)
      .default(OF_PROBE.noiseDefault)
      .describe(
        'standard deviation of the probe noise; 0.03 in the code for spectrograms and pictures alike, whose values differ in size. It holds for sequences of text, audio or vision features too, which nobody has published a value for; their views are never cut',
      ),
    probeClamp: z
      .enum(['unit', 'normalised', 'off'])
      .default('unit')
      .describe(
        'noisy pictures are cut to [0, 1], as in the code although pixels are normalised; to the range of normalised pixels; or not at all',
      ),
    probeFeature: z
      .enum(['map', 'pooled'])
      .default('map')
      .describe(
        'what the views are compared by: feature maps of every frame, as in the code, or pooled features, as the figure has them',
      ),
    probeEvery: z
      .int()
      .min(0)
      .default(1)
      .describe(
        'probes every k-th step of an epoch and keeps the redundancy between; 1 in the code; 0 never probes and takes redundancy as its average, two forwards a step saved',
      ),
  })
  .superRefine((o, context) => {
    const refuse = (path: string, message: string): void => context.addIssue({ code: 'custom', path: [path], message });
    if (o.normalise === 'none' && o.debias) refuse('debias', 'there is no average to correct with normalise=none');
    if (o.probeEvery > 0) return;
    if (o.betaFrom === 'redundancy') refuse('probeEvery', '0 leaves β no redundancy to follow; use betaFrom=gap');
    if (o.normalise !== 'average')
      refuse('probeEvery', '0 takes redundancy as its average, so it goes with normalise=average only');
    for (const option of changedOfProbe(o)) refuse(option, 'counts with probes only; probeEvery=0 never probes');
  });
type Options = z.output<typeof options>;

/** Keeps divisions finite; the released code's value. */
const EPSILON = 1e-12;

interface State {
  /** Moving average of redundancy per modality. From 0, afresh each epoch, as in the released code. */
  readonly average: Readonly<Record<string, number>>;
  /** Probes in the average. */
  readonly updates: number;
  /** Redundancy by its average at the last probe: what holds until the next. */
  readonly normalised: Readonly<Record<string, number>>;
}

/** One probe's redundancy and average: what r is made from. */
export function normalisedBy(
  o: Pick<Options, 'normalise' | 'momentum' | 'debias'>,
  red: number,
  before: number,
  updates: number,
): { readonly average: number; readonly normalised: number } {
  const average = o.momentum * before + (1 - o.momentum) * red;
  const debiased = (value: number, count: number): number => (o.debias ? value / (1 - o.momentum ** count) : value);
  if (o.normalise === 'none') return { average, normalised: red };
  if (o.normalise === 'average') return { average, normalised: red / (debiased(average, updates + 1) + EPSILON) };
  return { average, normalised: updates === 0 ? 1 : red / (debiased(before, updates) + EPSILON) };
}

/**
 * Redundancy phase monitor. Per modality: two noisy views of the clean input, how far the encoder's maps differ against how far the
 * views differ, r = red / EMA(red) − γ · max(S, 0); the modality with the highest score is suppressed when its r exceeds R.
 *
 *     red = mean((f(x₁) − f(x₂))²) / (mean((x₁ − x₂)²) + ε)
 *     β_dominant = exp(scale · tanh(p_dominant − mean of the others' p)), else 0
 *
 * Source: main_RedReg.py at b620a46 (methods.md 1.3, steps 6-8). Image views are clamped to [0, 1] there although the inputs are
 * normalised; so are ours by default (methods.md 1.5, row 8). β from redundancy and the other options: rows 3 to 10, where the paper
 * gives no formula the one here is ours.
 * Deviation: with more than two modalities, for which no official code exists, the dominant one is compared with the mean of the others.
 */
export const redundancyMonitor = defineLink({
  id: 'redundancy-monitor',
  title: 'Redundancy phase monitor',
  summary:
    'Decides whether the dominant modality repeats itself: r = red/EMA(red) − γ·max(S, 0) against R; sets β = exp(scale·tanh(gap)).',
  paperAndCode:
    'The figure uses red itself; the code divides by a moving average that contains it, so r is near 1 and the test seldom says no. The abstract suppresses in proportion to redundancy; in the code redundancy only gates.',
  extension: {
    source:
      'Ours: RedReg’s code has two modalities. The dominant modality d has the highest mean true-class probability; the others’ mean is what it is compared with.',
    formula: [
      'd = argmax_m p_m, none on a tie',
      'β_d = exp(scale·tanh(p_d − mean over n≠d of p_n)) where r_d > R, else 0; β of the others is 0',
    ],
  },
  options,
  create: (o) => ({
    id: 'redundancy-monitor',
    needs: { trueProbability: 'losses', growth: 'losses' },
    provides: { suppression: 'losses' },
    costs: { forwards: o.probeEvery === 0 ? 0 : 2 / o.probeEvery },
    init({ modalities }): State {
      checkNamed('redundancy-monitor', 'noise', Object.keys(o.noise), modalities);
      return freshAverages(modalities);
    },
    onLosses(losses, before: State, step) {
      const ids = step.modalities.map((m) => m.id);
      const state = o.probeEvery > 0 && step.step % o.probeEvery === 0 ? probed(before, step, o) : before;
      const excess: Record<string, number> = {};
      for (const id of ids) {
        excess[id] = (state.normalised[id] ?? 1) - o.gamma * Math.max(step.read('growth')[id] ?? 0, 0);
        step.report(`r/${id}`, excess[id] ?? 0);
      }
      if (o.threshold !== null) step.report('threshold', o.threshold);
      const suppression = suppressionOf(step.read('trueProbability'), excess, o);
      step.write('suppression', suppression);
      for (const id of ids) {
        step.report(`decision/${id}`, (suppression[id] ?? 0) > 0);
        step.report(`beta/${id}`, suppression[id] ?? 0);
      }
      return { value: losses, state };
    },
    onEpochEnd: (weights, before) => {
      const state = before as State;
      return { value: weights, state: o.averageReset === 'never' ? state : freshAverages(Object.keys(state.average)) };
    },
  }),
});

const freshAverages = (modalities: readonly string[]): State => ({
  average: Object.fromEntries(modalities.map((id) => [id, 0])),
  updates: 0,
  normalised: Object.fromEntries(modalities.map((id) => [id, 1])),
});

/** The state after a probe; reports what was found. */
function probed(state: State, step: Step, o: Options): State {
  const red = untaped(() => redundancies(step, o));
  const average: Record<string, number> = {};
  const normalised: Record<string, number> = {};
  for (const [i, { id }] of step.modalities.entries()) {
    const found = normalisedBy(o, red[i] ?? 0, state.average[id] ?? 0, state.updates);
    average[id] = found.average;
    normalised[id] = found.normalised;
    step.report(`redundancy/${id}`, red[i] ?? 0);
    step.report(`average/${id}`, found.average);
    step.report(`normalised/${id}`, found.normalised);
  }
  return { average, updates: state.updates + 1, normalised };
}

/** β per modality: only the one whose score is strictly highest, and only if its r exceeds the threshold. */
export function suppressionOf(
  scores: Readonly<Record<string, number>>,
  excess: Readonly<Record<string, number>>,
  { threshold, scale, betaFrom }: Pick<Options, 'threshold' | 'scale' | 'betaFrom'>,
): Record<string, number> {
  const ids = Object.keys(scores);
  return Object.fromEntries(
    ids.map((id) => {
      const own = scores[id] ?? 0;
      const r = excess[id] ?? 0;
      const others = ids.filter((other) => other !== id).map((other) => scores[other] ?? 0);
      const dominant = others.length > 0 && others.every((p) => p < own);
      if (!dominant || (threshold !== null && r <= threshold)) return [id, 0];
      if (betaFrom === 'redundancy') return [id, scale * Math.tanh(Math.max(r - (threshold ?? 0), 0))];
      const gap = own - others.reduce((total, p) => total + p, 0) / others.length;
      return [id, Math.exp(scale * Math.tanh(gap))];
    }),
  );
}

/** red per modality, in the order of the step's modalities, with one readback. */
function redundancies(step: Step, o: Options): number[] {
  return tidy(() => {
    const ratios = step.modalities.map(({ id, kind }) => {
      const clean = step.cleanInputs[id];
      if (!clean) throw new Error(`The step has no input of the modality ${id}.`);
      const view = (number: number): Tensor => {
        const noise = step.chance.normal(`probe/${id}/${String(number)}`, step.globalStep, clean.shape);
        const noisy = add(clean, mul(noise, o.noise[id] ?? o.noiseDefault));
        return kind === 'frames' ? clamped(noisy, o.probeClamp) : noisy;
      };
      const [first, second] = [view(1), view(2)];
      // Both views in one batch of 2B: the encoder is in evaluation, so samples do not meet.
      const give = o.probeFeature === 'map' ? 'map' : 'features';
      const compared = step.encode(id, concat([first, second], 0), { give });
      const [one, two] = split(compared, 2, 0) as [Tensor, Tensor];
      return div(mean(square(sub(one, two))), add(mean(square(sub(first, second))), EPSILON));
    });
    return readScalars(ratios) as never;
  }) as number[];
}

/** A noisy picture [B, …, 3] within its range. */
function clamped(picture: Tensor, range: Options['probeClamp']): Tensor {
  if (range === 'off') return picture;
  if (range === 'unit') return clipByValue(picture, 0, 1);
  const [least, most] = [0, 1].map((end) => tensor1d(NORMALISED_RANGE.map((channel) => channel[end] ?? 0)));
  return minimum(maximum(picture, least as Tensor), most as Tensor);
}
