import type { DataReport } from '../../../../core/contract/data.ts';
import type { DatasetDefinition } from '../../../../core/data/definition.ts';
import { AppError } from '../../../../core/errors/app-error.ts';
import { eachEntry } from '../../loading/each-entry.ts';
import { loaders } from '../../loading/layouts.ts';
import type { Inspector } from '../../loading/layout-loader.ts';
import type { ListedSet, ScanOptions } from '../../loading/scanned-set.ts';
import { durations } from './durations.ts';
import { problemList, type ProblemList } from './problems.ts';
import { labelCounts, splitCounts } from './split-counts.ts';

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
  const lengths = durations();
  await eachEntry([...listed.entries.values()], options, async (entry) => lengths.add(await inspect(entry)));
  warn(listed, problems);
  return { ...problems.result(), found: { ...found(listed, modalities), durations: lengths.result() } };
}

function found(listed: ListedSet, modalities: Inspector['modalities']): Omit<NonNullable<DataReport['found']>, 'durations'> {
  const { inTraining, ...counted } = splitCounts(listed);
  return {
    ...counted,
    modalities: modalities.map(({ modality: { id, shape } }) => ({ name: id, shape: [...shape] })),
    sharedSpeakers: inTraining?.test ?? null,
  };
}

/** What does not keep a set from being trained on, but may not be meant. */
function warn({ classes, train, validation, test }: ListedSet, { warn }: ProblemList): void {
  if (validation === null) warn(new AppError('data.no-validation', {}), { field: 'validation' });
  for (const split of [train, test]) {
    const missing = labelCounts(split, classes.length).flatMap((n, label) => (n === 0 ? [classes[label] ?? ''] : []));
    const [first] = missing;
    if (first === undefined || missing.length === classes.length) continue;
    const params = { class: first, split: split.split, classes: missing.length };
    warn(new AppError('data.class-without-samples', params), { field: 'classes' });
  }
}
