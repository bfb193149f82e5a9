import type { OfficialSet } from './official-set.ts';

const OGM = {
  frames: 1,
  because:
    'The defaults are this run: main.py of OGM-GE at 343dc1d, whose README gives α = 0.8 for CREMA-D. It takes one frame a sample (data.frames.count=1).',
};

/** CREMA-D: the constants of the released scripts, which every method's file has (methods.md 1.2, 2.2, 2.3). */
export const cremaD: OfficialSet = {
  set: 'crema-d',
  methods: {
    redreg: { frames: 3, because: 'The defaults are this run: main_RedReg.py at b620a46, three frames a sample.' },
    inforeg: { frames: 3, because: 'The defaults are this run: the released script at 939b2ed, three frames a sample.' },
    ogm: OGM,
    'ogm-ge': OGM,
    uniform: { frames: 3, because: 'As RedReg’s run, so that its links are the only difference.' },
  },
  others: { frames: 1, because: 'As the baseline of OGM-GE’s script: one frame a sample (data.frames.count=1).' },
};
