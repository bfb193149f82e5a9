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
    { definition: unimodalScores, required: true, preset: { reduce: 'sum' } },
    { definition: informationGap, required: true },
    { definition: proximalPull },
    { definition: learningWindow },
  ],
  official: { epochs: 50, batch: 64, learningRate: 2e-3, schedule: { kind: 'step', every: 30, factor: 0.1 } },
};
