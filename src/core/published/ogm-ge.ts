import { publishedTable, type GivenRow, type PublishedSetId, type PublishedTable } from './published.ts';

const SOURCE = 'OGM-GE paper (CVPR 2022)';
type Both = readonly [accuracy: number, map: number];

const pair = (fusion: string, [accuracy, map]: Both, [balanced, balancedMap]: Both): readonly GivenRow[] => [
  { method: fusion, own: fusion === 'concat' ? ['joint'] : [], accuracy, map },
  { method: `${fusion}, OGM-GE`, own: fusion === 'concat' ? ['ogm-ge'] : [], accuracy: balanced, map: balancedMap },
];

const byFusion = (set: PublishedSetId, rows: readonly GivenRow[]): PublishedTable =>
  publishedTable({
    ...{ id: `${set}-ogm-ge-fusion`, set, source: SOURCE, table: null, rows },
    about: 'Accuracy and mean average precision by fusion, without and with OGM-GE.',
  });

/** Concat fusion; one column a data set. */
const compared = (set: PublishedSetId, column: 0 | 1): PublishedTable => {
  const row = (method: string, own: readonly string[], both: Both, note: string | null = null): GivenRow => ({
    ...{ method, own, accuracy: both[column], note },
  });
  return publishedTable({
    ...{ id: `${set}-ogm-ge-2`, set, source: SOURCE, table: 'Table 2', about: 'Concat fusion, one joint loss.' },
    rows: [
      row('Joint training (concat)', ['joint'], [51.7, 59.8]),
      row('Modality drop, audio', [], [54.4, 60.3]),
      row('Modality drop, visual', [], [53.3, 61.3]),
      row('G-Blending', [], [56.8, 62.2]),
      row('OGM', ['ogm'], [59.0, 61.1]),
      row('OGM-GE', ['ogm-ge'], [61.9, 62.3], column === 1 ? 'Table 6 has 63.1.' : null),
    ],
  });
};

const withAdam = (set: PublishedSetId, plain: number, balanced: number): PublishedTable =>
  publishedTable({
    ...{ id: `${set}-ogm-ge-6`, set, source: SOURCE, table: 'Table 6', about: 'Adam in place of SGD.' },
    rows: [
      { method: 'Joint training, Adam', accuracy: plain },
      { method: 'OGM-GE, Adam', accuracy: balanced },
    ],
  });

/** Peng et al., Balanced Multimodal Learning via On-the-fly Gradient Modulation, CVPR 2022 (methods.md 7.2). */
export const ogmGeTables = [
  byFusion('crema-d', [
    { method: 'Audio only', own: ['audio-only'], accuracy: 52.5, map: 54.2 },
    { method: 'Visual only', own: ['video-only'], accuracy: 41.9, map: 43.0 },
    ...pair('baseline', [50.8, 52.6], [54.4, 56.2]),
    ...pair('concat', [51.7, 53.5], [61.9, 63.9]),
    ...pair('sum', [51.5, 53.5], [62.2, 64.3]),
    ...pair('FiLM', [50.6, 52.1], [55.6, 57.4]),
  ]),
  byFusion('vggsound', [
    { method: 'Audio only', own: ['audio-only'], accuracy: 44.3, map: 48.4 },
    { method: 'Visual only', own: ['video-only'], accuracy: 31.0, map: 34.3 },
    ...pair('baseline', [48.4, 51.7], [50.1, 53.5]),
    ...pair('concat', [49.1, 52.5], [50.6, 53.9]),
    ...pair('sum', [49.1, 52.4], [50.4, 53.6]),
    ...pair('FiLM', [48.5, 51.6], [50.0, 52.9]),
  ]),
  compared('crema-d', 0),
  compared('kinetics-sounds', 1),
  withAdam('crema-d', 49.7, 54.6),
  withAdam('kinetics-sounds', 57.4, 58.9),
  withAdam('vggsound', 47.3, 48.2),
  publishedTable({
    ...{ id: 'crema-d-ogm-ge-7', set: 'crema-d', source: SOURCE, table: 'Table 7' },
    about: 'Joint training by learning rate and batch; the noise of GE alone.',
    rows: [
      { method: 'Learning rate 1e-4, batch 64', accuracy: 50.4 },
      { method: 'Learning rate 5e-4, batch 64', accuracy: 51.0 },
      { method: 'Learning rate 1e-3, batch 64', accuracy: 51.8 },
      { method: 'Batch 128', accuracy: 50.2 },
      { method: 'Batch 256', accuracy: 48.6 },
      { method: 'GE alone', accuracy: 60.2, note: 'Our preset “noise-alone” of OGM-GE.' },
    ],
  }),
];
