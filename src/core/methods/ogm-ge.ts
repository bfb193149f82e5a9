import { gradientNoise } from '../links/gradient-noise.ts';
import { gradientScaling } from '../links/gradient-scaling.ts';
import { unimodalScores } from '../links/unimodal-scores.ts';
import type { Method } from '../train/method.ts';
import { ogm } from './ogm.ts';

/** OGM with generalisation enhancement: Gaussian noise on both encoders' convolution gradients (`--modulation OGM_GE`). */
export const ogmGe: Method = {
  ...ogm,
  id: 'ogm-ge',
  label: 'OGM-GE',
  summary: 'OGM, and noise on the convolution gradients that makes up for the lost gradient noise.',
  formula: [...ogm.formula, 'g_m := g_m + ε, ε ~ N(0, std(g_m)²)'],
  links: [
    { definition: unimodalScores, required: true, options: { reduce: 'sum' } },
    { definition: gradientScaling },
    { definition: gradientNoise },
  ],
  presets: [
    {
      id: 'noise-alone',
      summary:
        'GE without OGM: the noise, no scaling. The control of the OGM-GE paper’s Table 7 (60.2 against 51.8 for joint training on CREMA-D).',
      links: { 'gradient-scaling': 'off' },
    },
  ],
};
