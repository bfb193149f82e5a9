import { gradientScaling } from '../links/gradient-scaling.ts';
import { unimodalScores } from '../links/unimodal-scores.ts';
import type { Method } from '../train/method.ts';

/** On-the-fly gradient modulation, without the noise (`--modulation OGM`). */
export const ogm: Method = {
  kind: 'chain',
  id: 'ogm',
  label: 'OGM',
  summary: 'Slows the better modality’s encoder: its gradient is multiplied by k = 1 − tanh(α·ρ) where its score leads.',
  family: 'gradients',
  formula: ['L = L_fused', 'ρ_m = Σ p_m / Σ p_other', 'g_m := g_m·(1 − tanh(α·ρ_m)) where ρ_m > 1'],
  source: {
    paper: 'Peng et al., Balanced Multimodal Learning via On-the-fly Gradient Modulation, CVPR 2022',
    code: 'GeWu-Lab/OGM-GE_CVPR2022@343dc1d',
    deviations: ['FiLM and gated fusion are scored by zero-out; the official slices fail there with a shape error.'],
  },
  only: null,
  balances: true,
  scoring: 'slices',
  links: [
    { definition: unimodalScores, required: true, options: { reduce: 'sum' } },
    { definition: gradientScaling, required: true },
  ],
  presets: [],
  official: { epochs: 100, batch: 64, learningRate: 1e-3, schedule: { kind: 'step', every: 70, factor: 0.1 } },
};
