import { rmdirSync, rmSync } from 'node:fs';
import type { CacheRemoval } from '../../../../core/contract/data-cache.ts';
import type { DatasetDefinition } from '../../../../core/data/definition.ts';
import { presetDefinition } from '../../../../core/data/preset.ts';
import { AppError } from '../../../../core/errors/app-error.ts';
import { planCache } from '../../loading/cache-plan.ts';
import { errnoOf } from '../../loading/files.ts';
import { loaders } from '../../loading/layouts.ts';
import type { ScanOptions } from '../../loading/scanned-set.ts';
import { TEMPORARY } from '../../loading/shard-file.ts';
import { preparedFolder } from '../../loading/shards.ts';
import { removeStale } from '../../loading/stale-files.ts';
import { bytesOf, filesIn } from './cache-size.ts';

/**
 * Removes what was prepared of a set, of earlier settings and presets too. What the sets in `keep` use stays; where one of them cannot be
 * read, so that nobody knows what it uses, only what the set itself uses now is removed.
 *
 * Errors: `data.cache-unwritable`; those of the scan, where it is needed.
 */
export async function removeCache(
  definition: DatasetDefinition,
  keep: readonly DatasetDefinition[],
  cacheFolder: string,
  options: ScanOptions,
): Promise<CacheRemoval> {
  const folder = preparedFolder(cacheFolder, definition);
  const shardsOf = (one: DatasetDefinition): Promise<string[]> => shardFiles(one, cacheFolder, options);
  const neighbours = keep.filter((other) => preparedFolder(cacheFolder, other) === folder);
  const used = await Promise.all(neighbours.flatMap(withPresets).map((one) => ifReadable(() => shardsOf(one))));
  const stays = new Set(used.flatMap((files) => files ?? []));
  const isAllKnown = used.every((files) => files !== null);
  // A file that is being written now is another process's; what a killed one left goes.
  removeStale(folder, isTemporary);
  const own = isAllKnown ? filesIn(folder).filter((file) => !isTemporary(file)) : await shardsOf(definition);
  const removed = own.filter((file) => !stays.has(file));
  const removedBytes = bytesOf(removed);
  for (const file of removed) removing(folder, () => rmSync(file, { force: true }));
  const left = filesIn(folder);
  if (left.length === 0) removing(folder, () => rmdirSync(folder));
  return { removedBytes, keptBytes: bytesOf(left) };
}

const isTemporary = (file: string): boolean => file.endsWith(TEMPORARY);
const withPresets = (definition: DatasetDefinition): DatasetDefinition[] => [definition, presetDefinition(definition, 'quick')];

async function shardFiles(definition: DatasetDefinition, cacheFolder: string, options: ScanOptions): Promise<string[]> {
  const set = await loaders[definition.layout].scan(definition as never, options);
  const { sources } = await planCache(set, definition, { cacheFolder });
  return sources.flatMap(({ shards }) => shards.map(({ file }) => file));
}

async function ifReadable<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return null;
  }
}

function removing(folder: string, work: () => void): void {
  try {
    work();
  } catch (cause) {
    // Nothing was ever prepared, or another process was first.
    if (['ENOENT', 'ENOTEMPTY'].includes(errnoOf(cause))) return;
    if (errnoOf(cause) === '') throw cause;
    throw new AppError('data.cache-unwritable', { folder, reason: errnoOf(cause) }, { cause });
  }
}
