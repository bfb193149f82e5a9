import { publishedTable, type PublishedSetId, type PublishedTable } from './published.ts';
import { PAPERS } from './sources.ts';

type Both = readonly [audio: number, video: number];

const encoders = (set: PublishedSetId, joint: Both, uniform: Both, pareto: Both): PublishedTable => {
  const row = (method: string, own: readonly string[], [audio, video]: Both) => ({ method, own, modalities: { audio, video } });
  return publishedTable({
    ...{ id: `${set}-mmpareto-encoders`, set, source: PAPERS.mmpareto, table: 'Table 1' },
    about: 'Accuracy of each encoder by a new linear head on it, which does not compare with heads or slices.',
    rows: [row('Joint training', ['joint'], joint), row('Uniform losses', ['uniform'], uniform), row('MMPareto', [], pareto)],
  });
};

/** What the encoders of three methods are worth by themselves (methods.md 7.4, last line; 2.4 for how they were scored). */
export const mmparetoEncoderTables = [
  encoders('crema-d', [59.27, 36.56], [63.44, 51.34], [65.46, 55.24]),
  encoders('kinetics-sounds', [52.03, 35.47], [53.2, 40.55], [56.4, 53.05]),
];
