import { tablesOf } from './grid.ts';
import { PAPERS } from './sources.ts';

const OGM = ['ogm', 'ogm-ge'] as const;

/** CREMA-D across papers (methods.md 7.3), multimodal accuracy. BalanceBenchmark's column stands in `balance-benchmark.ts`, with its F1. */
// prettier-ignore
export const cremaDTables = tablesOf({
  set: 'crema-d',
  about: 'The multimodal accuracy that this paper gives for each method.',
  columns: [
    ['pmr', PAPERS.pmr, 'Table 2'], ['mla', PAPERS.mla, 'Table 1'], ['lfm', PAPERS.lfm, 'Table 1'], ['mmpareto', PAPERS.mmpareto, 'Table 1'],
    ['d-and-r', PAPERS['d-and-r'], 'Tables 1 and 2'], ['opm', PAPERS.opm, 'Tables 2, 5 and 6'], ['arl', PAPERS.arl, 'Table 1'], ['dgl', PAPERS.dgl, 'Table 1'],
    ['remix', PAPERS.remix, 'Table 2'], ['miles', PAPERS.miles, 'Table 2'], ['mimo', PAPERS.mimo, 'Table 1'],
  ],
  rows: [
    //                                              PMR   MLA    LFM    MMP    D&R    OPM   ARL    DGL    Remix  MILES MIMO
    ['Audio only',             ['audio-only'],      54.4, null,  63.17, 61.69, null,  61.4, 57.27, 62.18, null,  61.9, 59.31],
    ['Visual only',            ['video-only'],      58.0, null,  45.83, 56.05, null,  50.9, 62.17, 68.23, null,  60.7, 61.04],
    ['Joint training (concat)', ['joint'],          53.2, 61.56, 63.31, 66.13, 67.47, 66.9, 58.83, 65.1,  64.52, 62.6, 60.26],
    ['Uniform losses',         ['uniform'],         null, null,  null,  71.1,  null,  null, null,  null,  null,  null, 65.5],
    ['OGM or OGM-GE',          OGM,                 57.7, 68.14, 66.94, 69.19, 68.95, 74.6, 64.34, 68.82, 68.15, null, 74.49],
    ['OGM',                    ['ogm'],             null, null,  null,  null,  null,  null, null,  null,  null,  63.9, null],
    ['OGM-GE',                 ['ogm-ge'],          null, null,  null,  null,  null,  null, null,  null,  null,  70.4, null],
    ['G-Blending',             [],                  56.7, null,  64.65, 72.01, 69.89, 72.0, 68.81, 69.21, 69.89, 71.8, null],
    ['Greedy',                 [],                  null, null,  66.64, 67.61, 68.37, 68.4, null,  null,  68.28, null, null],
    ['PMR',                    [],                  61.1, null,  66.59, 66.32, 68.55, null, 65.12, 67.44, 68.95, null, null],
    ['AGM',                    [],                  null, null,  67.07, 70.06, 70.16, null, 67.21, 69.61, null,  null, 46.63],
    ['MMPareto',               [],                  null, null,  74.87, 75.13, null,  null, 70.19, 70.12, null,  null, 68.67],
    ['MLA',                    [],                  null, 79.7,  79.43, null,  null,  null, 73.21, 73.12, 68.01, null, null],
    ['D&R',                    [],                  null, null,  null,  null,  75.13, null, 73.52, 74.32, null,  null, null],
    ['D&R with unimodal loss', [],                  null, null,  null,  null,  79.3,  null, null,  null,  null,  null, null],
    ['OPM',                    [],                  null, null,  null,  null,  null,  75.1, null,  null,  null,  null, null],
    ['OPM and OGM',            [],                  null, null,  null,  null,  null,  76.7, null,  null,  null,  null, null],
    ['ReconBoost',             [],                  null, null,  74.84, null,  null,  null, null,  null,  null,  null, null],
    ['Modality drop',          [],                  55.8, null,  null,  null,  null,  69.9, null,  null,  null,  null, null],
    ['LFM, heuristic',         [],                  null, null,  72.15, null,  null,  null, null,  null,  null,  null, null],
    ['LFM, learned',           [],                  null, null,  83.62, null,  null,  null, null,  null,  null,  null, null],
    ['ARL',                    [],                  null, null,  null,  null,  null,  null, 76.61, null,  null,  null, null],
    ['DGL',                    [],                  null, null,  null,  null,  null,  null, null,  77.48, null,  null, null],
    ['Remix',                  [],                  null, null,  null,  null,  null,  null, null,  null,  72.72, null, null],
    ['MILES',                  [],                  null, null,  null,  null,  null,  null, null,  null,  null,  75.1, null],
    ['MIMO',                   [],                  null, null,  null,  null,  null,  null, null,  null,  null,  null, 75.96],
  ],
});
