import { unimodalLosses } from '../links/unimodal-losses.ts';
import type { Method } from '../train/method.ts';

/** L + L_a + L_v with dedicated heads: the control that shows what unimodal losses alone give. Settings: RedReg's. */
export const uniform: Method = {
  kind: 'chain',
  id: 'uniform',
  label: 'Uniform losses',
  summary: 'The fused loss plus each modality’s own, unweighted: L + L_a + L_v.',
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
  links: [{ definition: unimodalLosses, required: true }],
  official: { epochs: 80, batch: 64, learningRate: 2e-3, schedule: { kind: 'step', every: 40, factor: 0.1 } },
};
