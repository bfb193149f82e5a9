import { OptimizerSettings } from '../config.ts';
import type { OfficialSet } from './official-set.ts';

/** What the OPM paper says of its CMU-MOSI runs (methods.md 4.4). */
const OPM = { learningRate: 1e-4, batch: 64, optimizer: OptimizerSettings.parse({ kind: 'adamw' }) };
const OPM_SAYS =
  'The OPM paper’s rate of 1e-4, batch of 64 and AdamW on CMU-MOSI stand in; epochs and schedule stay the method’s own.';

/** CMU-MOSI: neither RedReg's nor InfoReg's code for it was released (methods.md 2.1, 4.4). */
export const cmuMosi: OfficialSet = {
  set: 'cmu-mosi',
  methods: {
    inforeg: {
      because:
        'The paper trains transformers following MultiBench and gives neither rate nor batch for CMU-MOSI; its code for it was not released. These are the 50 epochs of its Table 1 and the SGD of its script.',
    },
    redreg: { training: OPM, because: `RedReg’s README names CMU-MOSI, its code for it was not released. ${OPM_SAYS}` },
    ogm: { training: OPM, because: `OGM-GE was not published for CMU-MOSI. ${OPM_SAYS}` },
    'ogm-ge': { training: OPM, because: `OGM-GE was not published for CMU-MOSI. ${OPM_SAYS}` },
  },
  others: { training: OPM, because: `No released run on CMU-MOSI. ${OPM_SAYS}` },
};
