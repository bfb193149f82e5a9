import { coInformationGate } from '../links/co-information-gate.ts';
import { modalityDropout } from '../links/modality-dropout.ts';
import { orthogonalProjection } from '../links/orthogonal-projection.ts';
import { redundancyMonitor } from '../links/redundancy-monitor.ts';
import { unimodalLosses } from '../links/unimodal-losses.ts';
import { unimodalScores } from '../links/unimodal-scores.ts';
import type { Method } from '../train/method.ts';

/** Adaptive redundancy regulation. Defaults are the constants of main_RedReg.py at b620a46 (methods.md 1.2). */
export const redreg: Method = {
  kind: 'chain',
  id: 'redreg',
  label: 'RedReg',
  summary:
    'Watches whether the dominant modality repeats itself; if so, and if the modalities agree, holds its encoder back across its gradient.',
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
  official: { epochs: 80, batch: 64, learningRate: 2e-3, schedule: { kind: 'step', every: 40, factor: 0.1 } },
};
