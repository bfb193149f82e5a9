import type { SplitCounts, SplitReport } from '../../../../core/contract/data.ts';
import type { Split } from '../../../../core/data/dataset.ts';
import type { DatasetDefinition } from '../../../../core/data/definition.ts';
import { loaders } from '../../loading/layouts.ts';
import type { ListedSet } from '../../loading/scanned-set.ts';
import { problemList } from './problems.ts';

/** The splits that a definition makes, from its lists alone. */
export async function splitsOf(definition: DatasetDefinition): Promise<SplitReport> {
  const problems = problemList();
  const listed = await loaders[definition.layout].list(definition, problems.report);
  return { found: listed && splitCounts(listed), problems: problems.result().problems };
}

export function splitCounts(listed: ListedSet): SplitCounts {
  const { classes, train, validation, test } = listed;
  const ofSplits = <T>(of: (split: Split | null) => T): Record<'train' | 'validation' | 'test', T> => ({
    train: of(train),
    validation: of(validation),
    test: of(test),
  });
  const isTold = [...listed.entries.keys()].every((stem) => listed.speakerOf(stem) !== null);
  const speakers = ofSplits((split) => new Set(split?.names.map((stem) => listed.speakerOf(stem))));
  const inTraining = (split: 'validation' | 'test'): number =>
    [...speakers[split]].filter((name) => speakers.train.has(name)).length;
  return {
    classes: [...classes],
    counts: ofSplits((split) => labelCounts(split, classes.length)),
    speakers: isTold ? { train: speakers.train.size, validation: speakers.validation.size, test: speakers.test.size } : null,
    inTraining: isTold ? { validation: inTraining('validation'), test: inTraining('test') } : null,
  };
}

/** Samples of each class; none where there is no such split. */
export function labelCounts(split: Split | null, classes: number): number[] {
  if (split === null) return [];
  const found = new Array<number>(classes).fill(0);
  for (const label of split.labels) found[label] = (found[label] ?? 0) + 1;
  return found;
}
