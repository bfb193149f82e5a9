import { basename } from 'node:path';
import type { BrowseAnswers } from '../../../../core/contract/browse.ts';
import type { About } from '../../../../core/data/report.ts';
import { DatasetDefinition } from '../../../../core/data/definition.ts';
import { AppError } from '../../../../core/errors/app-error.ts';
import { resolveDataArgument } from '../../loading/resolve-data-argument.ts';
import { problemOf } from './problems.ts';

/**
 * A definition for a folder, or for a definition file. Where it is in no known layout the definition has the layout's usual names, to
 * be corrected, and the problems say what is missing.
 */
export async function detectSet(folder: string, cacheFolder: string): Promise<BrowseAnswers['detect']> {
  try {
    return { definition: await resolveDataArgument(folder, { cacheFolder }), problems: [] };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { definition: usual(folder), problems: [problemOf(error, about(error))] };
  }
}

const usual = (folder: string): DatasetDefinition =>
  DatasetDefinition.parse({ layout: 'crema-d', name: basename(folder) || 'data', root: folder });

function about({ code }: AppError): About {
  return ['data.not-found', 'data.not-a-layout', 'data.folder-missing'].includes(code) ? { field: 'root' } : {};
}
