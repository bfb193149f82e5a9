import { tablesOf } from './grid.ts';
import { PAPERS } from './sources.ts';

const OGM = ['ogm', 'ogm-ge'] as const;

/** Kinetics-Sounds across papers (methods.md 7.4), where the numbers of the tables were not noted. */
// prettier-ignore
export const kineticsTables = tablesOf({
  set: 'kinetics-sounds',
  about: 'The multimodal accuracy that this paper gives for each method.',
  columns: [
    ['mla', PAPERS.mla, null], ['lfm', PAPERS.lfm, null], ['mmpareto', PAPERS.mmpareto, null], ['d-and-r', PAPERS['d-and-r'], null], ['opm', PAPERS.opm, null],
    ['arl', PAPERS.arl, null], ['dgl', PAPERS.dgl, null], ['remix', PAPERS.remix, null], ['mimo', PAPERS.mimo, null],
  ],
  rows: [
    //                                         MLA    LFM    MMP    D&R    OPM   ARL    DGL    Remix  MIMO
    ['Audio only',              ['audio-only'], null, 54.12, 53.63, null,  49.9, 48.67, 48.7,  null,  null],
    ['Visual only',             ['video-only'], null, 55.62, 49.2,  null,  46.7, 52.36, 54.6,  null,  null],
    ['Joint training (concat)', ['joint'],     64.84, 64.55, 64.61, 65.04, 63.0, 64.97, 64.45, 50.23, 59.83],
    ['Uniform losses',          ['uniform'],   null,  null,  68.31, null,  null, null,  null,  null,  60.73],
    ['OGM or OGM-GE',           OGM,           65.74, 66.06, 66.79, 67.15, 65.4, 66.35, 66.89, 52.66, 63.73],
    ['G-Blending',              [],            null,  67.12, 68.9,  68.6,  67.5, 67.31, 69.6,  53.55, null],
    ['Greedy',                  [],            null,  66.52, 65.32, 65.72, 65.2, null,  null,  51.2,  null],
    ['PMR',                     [],            null,  66.56, 65.7,  65.62, null, 65.01, 65.7,  51.93, null],
    ['AGM',                     [],            null,  66.02, 66.17, 66.5,  null, 65.61, 68.88, null,  null],
    ['MMPareto',                [],            null,  70.0,  70.13, null,  null, 69.13, 69.83, null,  68.6],
    ['MLA',                     [],            71.35, 70.04, null,  null,  null, 69.62, 71.12, 54.66, null],
    ['D&R',                     [],            null,  null,  null,  69.1,  null, 69.1,  69.1,  null,  null],
    ['D&R with unimodal loss',  [],            null,  null,  null,  72.17, null, null,  null,  null,  null],
    ['OPM',                     [],            null,  null,  null,  null,  67.0, null,  null,  null,  null],
    ['OPM and OGM',             [],            null,  null,  null,  null,  68.0, null,  null,  null,  null],
    ['ReconBoost',              [],            null,  70.85, null,  null,  null, null,  null,  null,  null],
    ['LFM, heuristic',          [],            null,  69.05, null,  null,  null, null,  null,  null,  null],
    ['LFM, learned',            [],            null,  72.53, null,  null,  null, null,  null,  null,  null],
    ['ARL',                     [],            null,  null,  null,  null,  null, 74.28, null,  null,  null],
    ['DGL',                     [],            null,  null,  null,  null,  null, null,  74.78, null,  null],
    ['Remix',                   [],            null,  null,  null,  null,  null, null,  null,  55.63, null],
    ['MIMO',                    [],            null,  null,  null,  null,  null, null,  null,  null,  69.6],
  ],
});
