import type { Method } from '../train/method.ts';

/** One cross-entropy on the fused logits: "joint training", "concat", `--modulation Normal` of OGM-GE. Official settings: OGM-GE's. */
export const joint: Method = {
  kind: 'chain',
  id: 'joint',
  label: 'Joint training',
  summary: 'One loss on the fused output. The baseline that one modality dominates.',
  family: 'baseline',
  formula: ['L = L_fused'],
  source: {
    paper: 'Peng et al., Balanced Multimodal Learning via On-the-fly Gradient Modulation, CVPR 2022 (baseline)',
    code: 'GeWu-Lab/OGM-GE_CVPR2022@343dc1d',
    deviations: [],
  },
  only: null,
  balances: false,
  scoring: 'slices',
  links: [],
  presets: [],
  official: { epochs: 100, batch: 64, learningRate: 1e-3, schedule: { kind: 'step', every: 70, factor: 0.1 } },
};
