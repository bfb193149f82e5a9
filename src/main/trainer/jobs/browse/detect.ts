import { basename } from 'node:path';
import type { BrowseAnswers } from '../../../../core/contract/browse.ts';
import type { LayoutCandidate } from '../../../../core/contract/data.ts';
import type { About } from '../../../../core/data/report.ts';
import { DatasetDefinition } from '../../../../core/data/definition.ts';
import { isLayout, type LayoutId } from '../../../../core/data/index.ts';
import { AppError } from '../../../../core/errors/app-error.ts';
import { tryLayouts } from '../../loading/detect-layout.ts';
import { resolveDataArgument } from '../../loading/resolve-data-argument.ts';
import { problemOf } from './problems.ts';

/**
 * A definition for a folder, or for a definition file, by the first layout that fits or by the one asked for. Where it is in no known
 * layout, or not in that one, the definition has the layout's usual names, to be corrected, and the problems say what is missing.
 */
export async function detectSet(folder: string, layout: string | null, cacheFolder: string): Promise<BrowseAnswers['detect']> {
  const tried = await tryLayouts(folder);
  const candidates = tried.map(({ candidate }) => candidate);
  if (layout !== null && isLayout(layout)) {
    const own = tried.find(({ candidate }) => candidate.layout === layout);
    if (own?.definition) return { definition: own.definition, candidates, problems: [] };
    const problems = own?.problem ? [problemOf(own.problem, about(own.problem))] : missingIn(folder, own?.candidate);
    return { definition: usual(folder, layout), candidates, problems };
  }
  try {
    return { definition: await resolveDataArgument(folder, { cacheFolder }), candidates, problems: [] };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const fitting = tried.find(({ problem }) => problem !== null)?.candidate.layout;
    return { definition: usual(folder, fitting ?? 'crema-d'), candidates, problems: [problemOf(error, about(error))] };
  }
}

function missingIn(folder: string, candidate: LayoutCandidate | undefined): BrowseAnswers['detect']['problems'] {
  if (!candidate || candidate.missing.length === 0) return [];
  const { label, missing } = candidate;
  return [problemOf(new AppError('data.not-a-layout', { folder, layouts: [{ label, missing }] }), { field: 'root' })];
}

const usual = (folder: string, layout: LayoutId): DatasetDefinition =>
  DatasetDefinition.parse({ layout, name: basename(folder) || 'data', root: folder });

function about({ code }: AppError): About {
  return ['data.not-found', 'data.not-a-layout', 'data.folder-missing'].includes(code) ? { field: 'root' } : {};
}
