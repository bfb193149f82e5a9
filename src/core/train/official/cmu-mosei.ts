import { OptimizerSettings } from '../config.ts';
import type { OfficialChange, OfficialSet } from './official-set.ts';

/** BalanceBenchmark's settings for all data sets (methods.md 3), the only published run on CMU-MOSEI. */
const training: OfficialChange['training'] = {
  epochs: 30,
  batch: 32,
  learningRate: 1e-3,
  optimizer: OptimizerSettings.parse({ kind: 'adamw' }),
  schedule: { kind: 'step', every: 10, factor: 0.1 },
};
const SAYS = 'The settings of BalanceBenchmark: AdamW, rate 1e-3, ×0.1 every 10 of 30 epochs, batch 32.';

const ogm: OfficialChange = {
  training,
  links: { 'gradient-scaling': { alpha: 0.3 } },
  because: `${SAYS} α = 0.3. It modulates from epoch 10 on; here from the first, so that short runs modulate too.`,
};

/** CMU-MOSEI. */
export const cmuMosei: OfficialSet = {
  set: 'cmu-mosei',
  methods: { ogm, 'ogm-ge': ogm },
  others: { training, because: SAYS },
};
