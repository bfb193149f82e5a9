import { availableParallelism } from 'node:os';
import type { BrowseAnswers } from '../../../../core/contract/browse.ts';
import type { DatasetDefinition } from '../../../../core/data/definition.ts';
import { openDataset } from '../../loading/open-dataset.ts';
import type { ScanOptions } from '../../loading/scanned-set.ts';

/** Decoding threads; a run that trains meanwhile keeps room. */
const MOST_WORKERS = 2;

/** Decodes all files of a set into the cache, as the start of a run does. Errors: those of `openDataset`. */
export async function prepareSet(
  definition: DatasetDefinition,
  cacheFolder: string,
  { onProgress, signal }: ScanOptions,
): Promise<BrowseAnswers['prepare']> {
  const workers = Math.min(availableParallelism(), MOST_WORKERS);
  const set = await openDataset(definition, {
    cacheFolder,
    workers,
    ...(onProgress ? { onProgress } : {}),
    ...(signal ? { signal } : {}),
  });
  await set.close();
  return {};
}
