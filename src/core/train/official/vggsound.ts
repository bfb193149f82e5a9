import type { OfficialSet } from './official-set.ts';

const ogm = {
  links: { 'gradient-scaling': { alpha: 0.1 } },
  frames: 3,
  because: 'The README of OGM-GE gives α = 0.1 for VGGSound; the rest is its script’s. Three frames a sample, the first ones.',
};

/** VGGSound (methods.md 2.3, 5.3; 1.5, no. 21). */
export const vggSound: OfficialSet = {
  set: 'vggsound',
  methods: {
    ogm,
    'ogm-ge': ogm,
    redreg: {
      because: 'RedReg’s released code has no loader for VGGSound: these are its constants for CREMA-D and Kinetics-Sounds.',
    },
    inforeg: {
      because: 'InfoReg’s loader for VGGSound was not released: these are its constants for CREMA-D and Kinetics-Sounds.',
    },
    uniform: { because: 'As RedReg’s run, so that its links are the only difference.' },
  },
  others: { frames: 3, because: 'As the baseline of OGM-GE’s script, three frames a sample.' },
};
