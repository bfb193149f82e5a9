import { modalityDropout } from '../links/modality-dropout.ts';
import { unimodalLosses } from '../links/unimodal-losses.ts';
import type { Method } from '../train/method.ts';

/** L + L_a + L_v with dedicated heads: the control that shows what unimodal losses alone give. Settings: RedReg's. */
export const uniform: Method = {
  kind: 'chain',
  id: 'uniform',
  label: 'Uniform losses',
  summary: 'The fused loss plus each modality’s own, unweighted: L + L_a + L_v.',
  family: 'losses',
  formula: ['L = L_fused + Σ_m L_m'],
  source: {
    paper:
      'Huang et al., Adaptive Unimodal Regulation for Balanced Multimodal Information Acquisition, CVPR 2025 (joint training*, Table 3)',
    code: 'xia-zhe/RedReg@b620a46 without its links',
    deviations: [
      'Dedicated heads as in RedReg, so that RedReg’s links are the only difference; set model.scoring=slices for InfoReg’s way.',
    ],
  },
  only: null,
  balances: true,
  scoring: 'heads',
  links: [
    { definition: modalityDropout, offByDefault: true },
    { definition: unimodalLosses, required: true },
  ],
  presets: [
    {
      id: 'modality-dropout',
      summary: 'With RedReg’s modality dropout: what is left of RedReg when its projection is off, without the probes’ cost.',
      links: { 'modality-dropout': {} },
    },
    {
      id: 'slices',
      summary: 'Unimodal losses on slices of the fused head, InfoReg’s way (its "joint training*").',
      links: {},
      model: { scoring: 'slices' },
    },
  ],
  official: { epochs: 80, batch: 64, learningRate: 2e-3, schedule: { kind: 'step', every: 40, factor: 0.1 } },
};
