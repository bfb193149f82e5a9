import type { OfficialChange, OfficialSet } from './official-set.ts';

const SAME_SCRIPT = 'The released script has one set of constants for CREMA-D and Kinetics-Sounds; three frames a sample.';

/** The last epoch of modulation in the script of the journal version (BML). */
const END = 60;

const ogm = (links: NonNullable<OfficialChange['links']>): OfficialChange => ({
  ...{ links, frames: 3 },
  because:
    'OGM-GE gives no α for Kinetics-Sounds and its loader cannot run there as committed. α = 0.8 and epochs 0 to 60 are those of the script of BML (TPAMI 2024); the rest is OGM-GE’s.',
});

/** Kinetics-Sounds (methods.md 1.2, 2.2, 2.3). */
export const kineticsSounds: OfficialSet = {
  set: 'kinetics-sounds',
  methods: {
    redreg: { frames: 3, because: SAME_SCRIPT },
    inforeg: { frames: 3, because: SAME_SCRIPT },
    uniform: { frames: 3, because: 'As RedReg’s run, so that its links are the only difference.' },
    ogm: ogm({ 'gradient-scaling': { alpha: 0.8, end: END } }),
    'ogm-ge': ogm({ 'gradient-scaling': { alpha: 0.8, end: END }, 'gradient-noise': { end: END } }),
  },
  others: { frames: 3, because: 'As the baseline of OGM-GE’s script, three frames a sample.' },
};
