import { informationGap } from '../links/information-gap.ts';
import { learningWindow } from '../links/learning-window.ts';
import { proximalPull } from '../links/proximal-pull.ts';
import { unimodalLosses } from '../links/unimodal-losses.ts';
import { unimodalScores } from '../links/unimodal-scores.ts';
import type { Method } from '../train/method.ts';

/** Adaptive unimodal regulation, as its code trains: slices of the fused head for the unimodal losses and the scores. */
export const inforeg: Method = {
  kind: 'chain',
  id: 'inforeg',
  label: 'InfoReg',
  summary: 'Inside the prime learning window the better modality is pulled back to its weights at the start of the epoch.',
  family: 'gradients',
  formula: [
    'L = L_fused + Σ_m L_m',
    'β_d = c_d·exp(scale·tanh(p_d − p_other)) while the learning window is open, else 0',
    'g_d := g_d + β_d·(w_d − w_d⁰)',
  ],
  source: {
    paper: 'Huang et al., Adaptive Unimodal Regulation for Balanced Multimodal Information Acquisition, CVPR 2025',
    code: 'GeWu-Lab/InfoReg_CVPR2025@939b2ed',
    deviations: [
      'Layers without a gradient (unused heads) do not exist here; the official script shrinks them by weight decay on several GPUs.',
    ],
  },
  only: null,
  balances: true,
  scoring: 'slices',
  links: [
    { definition: unimodalLosses },
    { definition: unimodalScores, required: true, options: { reduce: 'sum' } },
    { definition: informationGap, required: true },
    { definition: proximalPull },
    { definition: learningWindow },
  ],
  presets: [
    {
      id: 'paper',
      summary:
        'The paper’s rule: a window for each modality over adjacent epochs with K = 0.04, shut for the first two; α = exp(0.9·tanh(gap of mean scores)) for all; the fused loss alone (Table 2). Scores stay probabilities: by the paper’s −log p the worse modality would score higher.',
      links: {
        'unimodal-losses': 'off',
        'unimodal-scores': { reduce: 'mean' },
        'information-gap': { strengths: {}, strengthDefault: 1, scale: 0.9 },
        'learning-window': { threshold: 0.04, trace: 'own', epochs: 1, warmEpochs: 2 },
      },
    },
    {
      id: 'joint-loss',
      summary: 'The code without the unimodal losses, which the paper’s Table 2 does not have either.',
      links: { 'unimodal-losses': 'off' },
    },
    {
      id: 'heads',
      summary:
        'The code with a head of its own for each modality’s loss and score, as RedReg has them, in place of slices of the fused head.',
      links: {},
      model: { scoring: 'heads' },
    },
  ],
  official: { epochs: 50, batch: 64, learningRate: 2e-3, schedule: { kind: 'step', every: 30, factor: 0.1 } },
};
