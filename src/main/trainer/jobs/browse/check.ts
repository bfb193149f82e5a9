import type { DataReport } from '../../../../core/contract/data.ts';
import type { Split } from '../../../../core/data/dataset.ts';
import type { DatasetDefinition } from '../../../../core/data/definition.ts';
import { AppError } from '../../../../core/errors/app-error.ts';
import { eachEntry } from '../../loading/each-entry.ts';
import { loaders } from '../../loading/layouts.ts';
import type { Inspector } from '../../loading/layout-loader.ts';
import type { ListedSet, ScanOptions } from '../../loading/scanned-set.ts';
import { problemList, type ProblemList } from './problems.ts';

/**
 * Reads the lists and looks at every file's first bytes, and gathers all that is wrong instead of ending at the first of it.
 * Errors: the reason of `signal`.
 */
export async function checkSet(definition: DatasetDefinition, options: ScanOptions): Promise<DataReport> {
  const problems = problemList();
  const loader = loaders[definition.layout];
  const listed = await loader.list(definition, problems.report);
  if (listed === null) return { ...problems.result(), found: null };
  const { modalities, inspect } = await loader.inspector(definition, listed, problems.report);
  await eachEntry([...listed.entries.values()], options, async (entry) => void (await inspect(entry)));
  warn(listed, problems);
  return { ...problems.result(), found: found(listed, modalities) };
}

function found(listed: ListedSet, modalities: Inspector['modalities']): NonNullable<DataReport['found']> {
  const { classes, train, validation, test } = listed;
  const ofSplits = <T>(of: (split: Split | null) => T): Record<'train' | 'validation' | 'test', T> => ({
    train: of(train),
    validation: of(validation),
    test: of(test),
  });
  const isTold = [...listed.entries.keys()].every((stem) => listed.speakerOf(stem) !== null);
  const speakers = (split: Split | null): Set<string | null> => new Set(split?.names.map((stem) => listed.speakerOf(stem)));
  return {
    classes: [...classes],
    counts: ofSplits((split) => counts(split, classes.length)),
    modalities: modalities.map(({ modality: { id, shape } }) => ({ name: id, shape: [...shape] })),
    speakers: isTold ? ofSplits((split) => speakers(split).size) : null,
    sharedSpeakers: isTold ? [...speakers(test)].filter((name) => speakers(train).has(name)).length : null,
  };
}

/** Samples of each class; none where there is no such split. */
function counts(split: Split | null, classes: number): number[] {
  if (split === null) return [];
  const found = new Array<number>(classes).fill(0);
  for (const label of split.labels) found[label] = (found[label] ?? 0) + 1;
  return found;
}

/** What does not keep a set from being trained on, but may not be meant. */
function warn({ classes, train, validation, test }: ListedSet, { warn }: ProblemList): void {
  if (validation === null) warn(new AppError('data.no-validation', {}), { field: 'validation' });
  for (const split of [train, test]) {
    const missing = counts(split, classes.length).flatMap((n, label) => (n === 0 ? [classes[label] ?? ''] : []));
    const [first] = missing;
    if (first === undefined || missing.length === classes.length) continue;
    const params = { class: first, split: split.split, classes: missing.length };
    warn(new AppError('data.class-without-samples', params), { field: 'classes' });
  }
}
