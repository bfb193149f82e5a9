import type { Method } from '../train/method.ts';

/** One modality alone: its encoder and a linear head. `<modality>-only`. Settings: those of joint training. */
export const unimodal = (modality: string): Method => ({
  kind: 'chain',
  id: `${modality}-only`,
  label: `${modality.slice(0, 1).toUpperCase()}${modality.slice(1)} only`,
  summary: `Trains the ${modality} encoder alone with a linear head. What the other modalities add is measured against this.`,
  family: 'baseline',
  formula: [`L = L_${modality}`],
  source: {
    paper: 'the unimodal baseline of every paper in the field',
    code: 'GeWu-Lab/OGM-GE_CVPR2022@343dc1d (settings)',
    deviations: [],
  },
  only: modality,
  balances: false,
  scoring: 'slices',
  links: [],
  presets: [],
  official: { epochs: 100, batch: 64, learningRate: 1e-3, schedule: { kind: 'step', every: 70, factor: 0.1 } },
});
