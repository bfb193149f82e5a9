import { z } from 'zod';
import { defineLink } from '../train/method.ts';
import { checkNamed } from './named-modalities.ts';

const STRENGTHS = { audio: 0.95, video: 0.1 };

/**
 * Δ of each modality: the mean, over the modalities with a lower score, of how much lower it is; 0 for the lowest, and where all are equal.
 *
 *     Δ_m = mean over n with s_n < s_m of (s_m − s_n)
 *
 * Source: InfoReg, Eq. 9-10. With two modalities it is the code's gap of the better one (methods.md 2.2); with three, a published
 * third-party extension of that code has the same rule: the strongest by the mean of its two gaps, the middle one by that to the weakest.
 */
export function informationGaps(scores: Readonly<Record<string, number>>): Record<string, number> {
  const all = Object.values(scores);
  return Object.fromEntries(
    Object.entries(scores).map(([id, own]) => {
      const gaps = all.filter((other) => other < own).map((other) => own - other);
      return [id, gaps.reduce((total, gap) => total + gap, 0) / Math.max(gaps.length, 1)];
    }),
  );
}

const options = z.strictObject({
  strengths: z
    .record(z.string(), z.number().min(0))
    .default(STRENGTHS)
    .describe(
      'c of exp(scale·tanh(gap)) by modality: 0.95 for audio and 0.1 for video in the code, one for all in the paper (give {} and strengthDefault). What is given stands for all: a modality left out, as text and vision are by default, gets strengthDefault',
    ),
  strengthDefault: z.number().min(0).default(0.95).describe('c of a modality that is not named; 1 in the paper'),
  scale: z.number().min(0).default(1).describe('factor of tanh(gap); 1 in the code, the paper’s β = 0.9'),
});

/**
 * InfoReg's strength of regulation: a modality whose score is above another's is pulled back with c_m · exp(scale · tanh(Δ_m)) while the
 * epoch lies in its prime learning window; the one with the lowest score is not.
 * Source: InfoReg main.py at 939b2ed (methods.md 2.2); paper Eq. 16 with c = 1 and scale = 0.9. Scores in the code are sums over the
 * batch, so tanh saturates at batch 64.
 */
export const informationGap = defineLink({
  id: 'information-gap',
  title: 'Information gap',
  summary: 'The better modality is held back with c·exp(tanh(gap of scores)) inside the prime learning window.',
  paperAndCode:
    'The paper has one α = exp(β·tanh(Δ)) for all modalities; the code multiplies by 0.95 for audio and 0.1 for video.',
  extension: {
    source:
      'InfoReg’s paper, Eq. 9-10 and 16; its code has two modalities. All but the weakest are held back. c is strengthDefault for text, vision and any other modality that strengths does not name.',
    formula: [
      'Δ_m = mean over n with p_n < p_m of (p_m − p_n), 0 for the lowest',
      'β_m = c_m·exp(scale·tanh(Δ_m)) where Δ_m > 0, else 0',
    ],
  },
  options,
  create: (o) => ({
    id: 'information-gap',
    needs: { trueProbability: 'losses' },
    provides: { suppression: 'losses' },
    init({ modalities }) {
      checkNamed('information-gap', 'strengths', Object.keys(o.strengths), modalities, Object.keys(STRENGTHS));
      return null;
    },
    onLosses(losses, state, step) {
      const scores = step.read('trueProbability');
      const open = step.read('learningWindow', {});
      const gaps = informationGaps(Object.fromEntries(step.modalities.map(({ id }) => [id, scores[id] ?? 0])));
      const suppression = Object.fromEntries(
        Object.entries(gaps).map(([id, gap]) => {
          const isHeld = gap > 0 && (open[id] ?? true);
          return [id, isHeld ? (o.strengths[id] ?? o.strengthDefault) * Math.exp(o.scale * Math.tanh(gap)) : 0];
        }),
      );
      step.write('suppression', suppression);
      for (const { id } of step.modalities) step.report(`beta/${id}`, suppression[id] ?? 0);
      return { value: losses, state };
    },
  }),
});
