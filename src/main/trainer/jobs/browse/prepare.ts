import { availableParallelism } from 'node:os';
import type { BrowseAnswers } from '../../../../core/contract/browse.ts';
import type { DataProblem } from '../../../../core/contract/data.ts';
import type { DatasetDefinition } from '../../../../core/data/definition.ts';
import { AppError } from '../../../../core/errors/app-error.ts';
import { openDataset } from '../../loading/open-dataset.ts';
import type { ScanOptions } from '../../loading/scanned-set.ts';
import { problemOf } from './problems.ts';

/** Decoding threads; a run that trains meanwhile keeps room. */
const MOST_WORKERS = 2;
export const preparingWorkers = (): number => Math.min(availableParallelism(), MOST_WORKERS);

/**
 * Decodes all files of a set into the cache, as the start of a run does. Errors: those of `openDataset`; samples that cannot be prepared
 * always as `data.samples-at-fault`, so that a page can leave them out.
 */
export async function prepareSet(
  definition: DatasetDefinition,
  cacheFolder: string,
  { onProgress, signal }: ScanOptions,
): Promise<BrowseAnswers['prepare']> {
  const problems: DataProblem[] = [];
  try {
    const set = await openDataset(definition, {
      cacheFolder,
      workers: preparingWorkers(),
      onFault: (fault, sample) => void problems.push(problemOf(fault, { stem: sample })),
      ...(onProgress ? { onProgress } : {}),
      ...(signal ? { signal } : {}),
    });
    await set.close();
  } catch (error) {
    const isOfOne =
      error instanceof AppError && problems.some(({ code, message }) => code === error.code && message === error.message);
    throw isOfOne ? new AppError('data.samples-at-fault', { count: 1, of: null, problems }, { cause: error }) : error;
  }
  return {};
}
