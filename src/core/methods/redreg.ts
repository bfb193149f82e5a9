import { coInformationGate } from '../links/co-information-gate.ts';
import { modalityDropout } from '../links/modality-dropout.ts';
import { orthogonalProjection } from '../links/orthogonal-projection.ts';
import { redundancyMonitor } from '../links/redundancy-monitor.ts';
import { unimodalLosses } from '../links/unimodal-losses.ts';
import { unimodalScores } from '../links/unimodal-scores.ts';
import type { Method } from '../train/method.ts';

/** What each control shows (methods.md 1.4). */
const WITHOUT: Readonly<Record<string, string>> = {
  'modality-dropout':
    'The code without modality dropout, which alone is worth about three points on CREMA-D in published tables.',
  'unimodal-losses':
    'The code with the fused loss alone, as the figure draws it. Scores are of slices of the fused head, since heads of their own would not be trained.',
  'co-information-gate': 'The code with suppression wherever the redundancy gate lets it, whether or not the modalities agree.',
  'orthogonal-projection':
    'The code without its own term: uniform losses with modality dropout. The weights equal those of `uniform --preset modality-dropout`, bit for bit.',
};

/** Adaptive redundancy regulation. Defaults are the constants of main_RedReg.py at b620a46 (methods.md 1.2). */
export const redreg: Method = {
  kind: 'chain',
  id: 'redreg',
  label: 'RedReg',
  summary:
    'Watches whether the dominant modality repeats itself; if so, and if the modalities agree, holds its encoder back across its gradient.',
  family: 'gradients',
  formula: [
    'L = L_fused + Σ_m L_m',
    'r_m = red_m / EMA(red_m) − γ·max(S_m, 0)',
    'β_d = exp(scale·tanh(p_d − p_other)) where p_d is the highest score and r_d > R, else 0',
    'g_d := g_d + β_d·gate·perp(w_d − w_d⁰; g_d)',
  ],
  source: {
    paper: 'Yang et al., Adaptive Redundancy Regulation for Balanced Multimodal Information Refinement (arXiv 2511.13755)',
    code: 'xia-zhe/RedReg@b620a46',
    deviations: [
      'Chance comes from the run’s seeded generator, so other batches lose a modality than in the released code.',
      'Batch norm sees the whole batch; the released script splits it over two GPUs.',
    ],
  },
  only: null,
  balances: true,
  scoring: 'heads',
  links: [
    { definition: modalityDropout },
    { definition: unimodalLosses },
    { definition: unimodalScores, required: true },
    { definition: redundancyMonitor, required: true },
    { definition: coInformationGate },
    { definition: orthogonalProjection },
  ],
  presets: [
    {
      id: 'paper',
      summary:
        'What the abstract and the figure say: the dominant encoder’s gradient loses, in proportion to redundancy (β = 0.9·tanh(r − R), r = red − γ·max(S, 0) of pooled clean features), its part across the joint gradient of the whole encoder. No modality dropout, which neither names. Unimodal losses stay, though the figure draws one loss: with one, the encoder’s gradient is the joint one and has no part across it. Anything the two leave open is as in the code.',
      links: {
        'modality-dropout': 'off',
        'redundancy-monitor': { betaFrom: 'redundancy', normalise: 'none', probeFeature: 'pooled', probeClamp: 'normalised' },
        'orthogonal-projection': { term: 'gradient', projectOn: 'joint', projectScope: 'encoder' },
      },
    },
    ...['modality-dropout', 'unimodal-losses', 'co-information-gate', 'orthogonal-projection'].map((link) => ({
      id: `without-${link}`,
      summary: WITHOUT[link] ?? '',
      links: { [link]: 'off' as const },
      ...(link === 'unimodal-losses' ? { model: { scoring: 'slices' as const } } : {}),
    })),
    {
      id: 'without-redundancy-gate',
      summary:
        'Regulates the dominant modality whatever its redundancy, and saves the probes’ two forwards a step. In the code the test seldom says no, so this should differ little from it.',
      links: { 'redundancy-monitor': { threshold: null, probeEvery: 0 } },
    },
  ],
  official: { epochs: 80, batch: 64, learningRate: 2e-3, schedule: { kind: 'step', every: 40, factor: 0.1 } },
};
