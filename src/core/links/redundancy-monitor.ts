import { add, clipByValue, concat, div, mean, mul, split, square, sub, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { Step } from '../train/link.ts';
import { untaped } from '../tensor/record.ts';
import { readScalars } from '../tensor/scalars.ts';
import { defineLink } from '../train/method.ts';

const options = z.strictObject({
  gamma: z.number().min(0).default(0.6).describe('how much growth counts against redundancy'),
  threshold: z.number().default(0.15).describe('R: regulate only above it'),
  scale: z.number().min(0).default(0.9).describe('β = exp(scale · tanh(gap))'),
  momentum: z.number().min(0).lt(1).default(0.9).describe('of the moving average of redundancy'),
  noise: z.record(z.string(), z.number().min(0)).default({}).describe('standard deviation of the probe noise by modality'),
  noiseDefault: z.number().min(0).default(0.03).describe('standard deviation of the probe noise where none is given'),
});
type Options = z.output<typeof options>;

/** Keeps divisions finite; the released code's value. */
const EPSILON = 1e-12;

/** Moving average of redundancy per modality. From 0 without bias correction, afresh each epoch, as in the released code. */
type Averages = Readonly<Record<string, number>>;

/**
 * Redundancy phase monitor. Per modality: two noisy views of the clean input, how far the encoder's maps differ against how far the
 * views differ, r = red / EMA(red) − γ · max(S, 0); the modality with the highest score is suppressed when its r exceeds R.
 *
 *     red = mean((f(x₁) − f(x₂))²) / (mean((x₁ − x₂)²) + ε)
 *     β_dominant = exp(scale · tanh(p_dominant − mean of the others' p)), else 0
 *
 * Source: main_RedReg.py at b620a46 (methods.md 1.3, steps 6-8). Image views are clamped to [0, 1] there although the inputs are
 * normalised; so are ours (methods.md 1.5, row 8).
 * Deviation: with more than two modalities, for which no official code exists, the dominant one is compared with the mean of the others.
 */
export const redundancyMonitor = defineLink({
  id: 'redundancy-monitor',
  title: 'Redundancy phase monitor',
  summary:
    'Decides whether the dominant modality repeats itself: r = red/EMA(red) − γ·max(S, 0) against R; sets β = exp(scale·tanh(gap)).',
  paperAndCode:
    'The figure uses red itself; the code divides by a moving average that contains it, so r is near 1 and the test seldom says no. The abstract suppresses in proportion to redundancy; in the code redundancy only gates.',
  options,
  create: (o) => ({
    id: 'redundancy-monitor',
    needs: { trueProbability: 'losses', growth: 'losses' },
    provides: { suppression: 'losses' },
    costs: { forwards: 2 },
    init: ({ modalities }): Averages => Object.fromEntries(modalities.map((id) => [id, 0])),
    onLosses(losses, state: Averages, step) {
      const ids = step.modalities.map((m) => m.id);
      const red = untaped(() => redundancies(step, o));
      const averages: Record<string, number> = {};
      const excess: Record<string, number> = {};
      for (const [i, id] of ids.entries()) {
        const value = red[i] ?? 0;
        const average = o.momentum * (state[id] ?? 0) + (1 - o.momentum) * value;
        const normalised = value / (average + EPSILON);
        averages[id] = average;
        excess[id] = normalised - o.gamma * Math.max(step.read('growth')[id] ?? 0, 0);
        step.report(`redundancy/${id}`, value);
        step.report(`average/${id}`, average);
        step.report(`normalised/${id}`, normalised);
        step.report(`r/${id}`, excess[id] ?? 0);
      }
      step.report('threshold', o.threshold);
      const suppression = suppressionOf(step.read('trueProbability'), excess, o);
      step.write('suppression', suppression);
      for (const id of ids) {
        step.report(`decision/${id}`, (suppression[id] ?? 0) > 0);
        step.report(`beta/${id}`, suppression[id] ?? 0);
      }
      return { value: losses, state: averages };
    },
    onEpochEnd: (weights, state) => ({
      value: weights,
      state: Object.fromEntries(Object.keys(state as Averages).map((id) => [id, 0])),
    }),
  }),
});

/** β per modality: only the one whose score is strictly highest, and only if its r exceeds the threshold. */
export function suppressionOf(
  scores: Readonly<Record<string, number>>,
  excess: Readonly<Record<string, number>>,
  { threshold, scale }: Pick<Options, 'threshold' | 'scale'>,
): Record<string, number> {
  const ids = Object.keys(scores);
  return Object.fromEntries(
    ids.map((id) => {
      const own = scores[id] ?? 0;
      const others = ids.filter((other) => other !== id).map((other) => scores[other] ?? 0);
      const gap = own - others.reduce((total, p) => total + p, 0) / Math.max(others.length, 1);
      const dominant = others.length > 0 && others.every((p) => p < own);
      return [id, dominant && (excess[id] ?? 0) > threshold ? Math.exp(scale * Math.tanh(gap)) : 0];
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
        return kind === 'frames' ? clipByValue(noisy, 0, 1) : noisy;
      };
      const [first, second] = [view(1), view(2)];
      // Both views in one batch of 2B: the encoder is in evaluation, so samples do not meet.
      const [mapOne, mapTwo] = split(step.encode(id, concat([first, second], 0)), 2, 0) as [Tensor, Tensor];
      return div(mean(square(sub(mapOne, mapTwo))), add(mean(square(sub(first, second))), EPSILON));
    });
    return readScalars(ratios) as never;
  }) as number[];
}
