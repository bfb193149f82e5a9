import type { BrowseAnswers } from '../../../../core/contract/browse.ts';
import type { ModalityView } from '../../../../core/contract/data.ts';
import type { DatasetDefinition } from '../../../../core/data/definition.ts';
import type { SplitName } from '../../../../core/data/dataset.ts';
import { AppError } from '../../../../core/errors/app-error.ts';
import { told } from '../../loading/layout-loader.ts';
import { loaders } from '../../loading/layouts.ts';
import type { ListedSet } from '../../loading/scanned-set.ts';
import { problemList } from './problems.ts';
import { viewOf } from './views/index.ts';

/** One sample as its files are and as the network gets it. What cannot be read is told, and the rest is shown. */
export async function viewSample(definition: DatasetDefinition, name: string): Promise<BrowseAnswers['sample']> {
  const loader = loaders[definition.layout];
  const listed = await loader.list(definition, () => undefined);
  const entry = listed?.entries.get(name);
  if (!listed || !entry) throw new AppError('data.unknown-sample', { name, set: definition.name });
  const problems = problemList();
  const { inspect } = await loader.inspector(definition, listed, problems.report);
  const modalities: ModalityView[] = [];
  for (const plan of await inspect(entry)) {
    const view = await told(entry, problems.report, () => viewOf(plan));
    if (view !== null) modalities.push(view);
  }
  return { name, split: splitOf(listed, name), label: entry.label, modalities, problems: problems.result().problems };
}

function splitOf({ validation, test }: ListedSet, name: string): SplitName {
  if (test.names.includes(name)) return 'test';
  return validation?.names.includes(name) ? 'validation' : 'train';
}
