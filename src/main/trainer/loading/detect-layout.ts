import type { DatasetDefinition } from '../../../core/data/definition.ts';
import type { LayoutCandidate } from '../../../core/contract/data.ts';
import { layouts, type LayoutId } from '../../../core/data/index.ts';
import { AppError } from '../../../core/errors/app-error.ts';
import { loaders } from './layouts.ts';

/** What a layout makes of a path. */
export interface TriedLayout {
  readonly candidate: Omit<LayoutCandidate, 'layout'> & { readonly layout: LayoutId };
  readonly definition: DatasetDefinition | null;
  /** Where it is in this layout, and something in it cannot be read. */
  readonly problem: AppError | null;
}

/** Every layout's opinion of a folder or file, in the order of the table. */
export async function tryLayouts(path: string): Promise<TriedLayout[]> {
  const tried: TriedLayout[] = [];
  for (const [id, { detect }] of Object.entries(loaders)) {
    const layout = id as LayoutId;
    const { label } = layouts[layout];
    try {
      const found = await detect(path);
      const isFound = !('missing' in found);
      const missing = isFound ? [] : [...found.missing];
      tried.push({ candidate: { layout, label, missing }, definition: isFound ? found : null, problem: null });
    } catch (problem) {
      if (!(problem instanceof AppError)) throw problem;
      tried.push({ candidate: { layout, label, missing: [] }, definition: null, problem });
    }
  }
  return tried;
}

/** The first layout that knows the path. Errors: `data.not-a-layout`, and those of reading the lists of the first that fits. */
export async function detectLayout(path: string): Promise<DatasetDefinition> {
  const tried = await tryLayouts(path);
  const fitting = tried.find(({ candidate }) => candidate.missing.length === 0);
  if (fitting?.problem) throw fitting.problem;
  if (fitting?.definition) return fitting.definition;
  throw new AppError('data.not-a-layout', { folder: path, layouts: tried.map(({ candidate }) => candidate) });
}
