import { cremaDTables } from './across-crema-d.ts';
import { kineticsTables } from './across-kinetics-sounds.ts';
import { mosiTables } from './across-mosi.ts';
import { benchmarkTables } from './balance-benchmark.ts';
import { inforegTables } from './inforeg.ts';
import { mmparetoEncoderTables } from './mmpareto-encoders.ts';
import { ogmGeTables } from './ogm-ge.ts';
import { PUBLISHED_SETS, type PublishedSetId, type PublishedTable } from './published.ts';

/** Every table that is quoted, in the order in which they are shown. One line a file. */
export const publishedTables: readonly PublishedTable[] = [
  ...inforegTables,
  ...ogmGeTables,
  ...cremaDTables,
  ...kineticsTables,
  ...mmparetoEncoderTables,
  ...mosiTables,
  ...benchmarkTables,
];

/** Those of one data set. */
export const tablesOfSet = (set: PublishedSetId): readonly PublishedTable[] => publishedTables.filter((one) => one.set === set);

/** RedReg has no line in any of them. */
export const NO_REDREG =
  'RedReg: no published number is known. Of its paper only the abstract and the overview figure were available.';

/** Least and greatest published accuracy of joint training on a data set, in percent: how far papers lie apart on the same baseline. */
export function baselineSpread(set: PublishedSetId): readonly [number, number] | null {
  const found = tablesOfSet(set).flatMap(({ rows }) =>
    rows.flatMap(({ own, accuracy }) => (own.includes('joint') && accuracy !== null ? [accuracy] : [])),
  );
  return found.length < 2 ? null : [Math.min(...found), Math.max(...found)];
}

/** What else keeps a run apart from the published numbers of a data set (methods.md 5). */
const APART: Partial<Record<PublishedSetId, string>> = {
  'crema-d': 'They are of a random split with every actor in training and test; a split by actor is harder.',
  'cmu-mosi':
    'InfoReg’s own figures there lie near the share of the larger class, the others’ 13 to 17 points above: do not mix them.',
};

/** What must be said wherever a published number stands beside a measured one (methods.md 7.7). */
export function pipelineWarning(set: PublishedSetId): string {
  const spread = baselineSpread(set);
  const range = spread?.map((one) => one.toFixed(1)).join(' to ');
  return [
    'Quoted from papers, not measured here.',
    ...(range === undefined ? [] : [`Published accuracies of joint training on ${PUBLISHED_SETS[set]} run from ${range} %:`]),
    `${range === undefined ? 'P' : 'p'}apers differ in preparation, frames, optimiser and in what chooses the epoch, often the test split itself.`,
    'Compare methods only inside one pipeline, with three seeds or more.',
    ...(APART[set] === undefined ? [] : [APART[set]]),
  ].join(' ');
}
