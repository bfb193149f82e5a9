import { z } from 'zod';
import { defineLink } from '../train/method.ts';
import { checkNamed } from './named-modalities.ts';

const STRENGTHS = { audio: 0.95, video: 0.1 };

const options = z.strictObject({
  strengths: z
    .record(z.string(), z.number().min(0))
    .default(STRENGTHS)
    .describe(
      'c of exp(scale·tanh(gap)) by modality: 0.95 for audio and 0.1 for video in the code, one for all in the paper (give {} and strengthDefault). What is given stands for both: a modality left out gets strengthDefault',
    ),
  strengthDefault: z.number().min(0).default(0.95).describe('c of a modality that is not named; 1 in the paper'),
  scale: z.number().min(0).default(1).describe('factor of tanh(gap); 1 in the code, the paper’s β = 0.9'),
});

/**
 * InfoReg's strength of regulation: the modality with the higher score is pulled back with c_m · exp(scale · tanh(gap)) while the epoch
 * lies in its prime learning window; the others are not.
 * Source: InfoReg main.py at 939b2ed (methods.md 2.2); paper Eq. 16 with c = 1 and scale = 0.9. Scores in the code are sums over the
 * batch, so tanh saturates at batch 64.
 * Deviation: with more than two modalities the gap is to the mean of the others (paper, Eq. 9-10, takes the mean over weaker ones).
 */
export const informationGap = defineLink({
  id: 'information-gap',
  title: 'Information gap',
  summary: 'The better modality is held back with c·exp(tanh(gap of scores)) inside the prime learning window.',
  paperAndCode:
    'The paper has one α = exp(β·tanh(Δ)) for all modalities; the code multiplies by 0.95 for audio and 0.1 for video.',
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
      const suppression = Object.fromEntries(
        step.modalities.map(({ id }) => {
          const others = step.modalities.filter((m) => m.id !== id).map((m) => scores[m.id] ?? 0);
          const gap = (scores[id] ?? 0) - others.reduce((total, s) => total + s, 0) / Math.max(others.length, 1);
          const ahead = others.length > 0 && others.every((s) => s < (scores[id] ?? 0));
          const isHeld = ahead && (open[id] ?? true);
          return [id, isHeld ? (o.strengths[id] ?? o.strengthDefault) * Math.exp(o.scale * Math.tanh(gap)) : 0];
        }),
      );
      step.write('suppression', suppression);
      for (const { id } of step.modalities) step.report(`beta/${id}`, suppression[id] ?? 0);
      return { value: losses, state };
    },
  }),
});
