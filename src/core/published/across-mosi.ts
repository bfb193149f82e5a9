import { tablesOf } from './grid.ts';
import { PAPERS } from './sources.ts';

const OGM = ['ogm', 'ogm-ge'] as const;

/** CMU-MOSI across papers (methods.md 7.5). InfoReg's own table stands in `inforeg.ts`. */
// prettier-ignore
export const mosiTables = tablesOf({
  set: 'cmu-mosi',
  about: 'Accuracy on two classes, and F1 where the paper gives one.',
  f1: 'as that paper defines it',
  columns: [
    ['mmpareto', PAPERS.mmpareto, 'Table 7'], ['d-and-r', PAPERS['d-and-r'], 'Table 3'], ['opm', PAPERS.opm, 'Table 11'], ['arl', PAPERS.arl, 'Table 2'],
    ['dgl', PAPERS.dgl, 'Table 2 (MLP fusion)'],
  ],
  rows: [
    //                                 MMPareto        D&R             OPM           ARL             DGL
    ['Joint training', ['joint'],      [75.07, 73.16], [76.96, 75.68], [75.9, 76.0], [76.92, 75.68], 76.83],
    ['Uniform losses', ['uniform'],    [75.95, 73.93], null,           null,         null,           null],
    ['G-Blending',     [],             [76.16, 74.65], [77.26, 76.27], null,         [78.16, 76.94], 78.04],
    ['OGM or OGM-GE',  OGM,            [75.8, 74.71],  [77.41, 76.09], [76.8, 76.7], [77.33, 76.23], 77.97],
    ['PMR',            [],             [76.28, 75.06], [77.55, 76.58], null,         [77.48, 76.34], 77.54],
    ['AGM',            [],             [76.08, 74.98], [77.26, 76.02], null,         [77.65, 76.49], 77.95],
    ['MMPareto',       [],             [76.53, 75.59], null,           null,         [78.17, 76.92], 78.15],
    ['MLA',            [],             null,           null,           null,         [78.87, 77.21], null],
    ['D&R',            [],             null,           [77.99, 77.37], null,         [78.96, 77.37], 78.81],
    ['OPM',            [],             null,           null,           [77.6, 77.4], null,           null],
    ['OPM and OGM',    [],             null,           null,           [77.1, 76.7], null,           null],
    ['ARL',            [],             null,           null,           null,         [79.94, 78.84], null],
    ['DGL',            [],             null,           null,           null,         null,           79.78],
  ],
});
