import { join } from 'node:path';
import type { CacheSize } from '../../../../core/contract/data-cache.ts';
import type { DatasetDefinition } from '../../../../core/data/definition.ts';
import { AppError } from '../../../../core/errors/app-error.ts';
import { bytesToWrite, missingShards, planCache, type SizedSource } from '../../loading/cache-plan.ts';
import { freeBytes } from '../../loading/disk-room.ts';
import { fileStats, folderNames } from '../../loading/files.ts';
import { loaders } from '../../loading/layouts.ts';
import type { ScanOptions } from '../../loading/scanned-set.ts';
import type { ShardPlan } from '../../loading/shards.ts';
import { sourceOf, type SourcePlan } from '../../loading/sources/index.ts';
import { preparingWorkers } from './prepare.ts';

/** Samples that are prepared to tell how long all of them take, and how large one may be for that. */
const TIMED = 3;
const MOST_BYTES = 256 * 1024 ** 2;

/** What preparing a set would write, what is there, and whether there is room. Errors: those of the scan. */
export async function cacheSize(definition: DatasetDefinition, cacheFolder: string, options: ScanOptions): Promise<CacheSize> {
  const set = await loaders[definition.layout].scan(definition as never, options);
  const cache = await planCache(set, definition, { cacheFolder });
  const modalities: CacheSize['modalities'] = [];
  for (const source of cache.sources) {
    options.signal?.throwIfAborted();
    modalities.push(await modalityOf(source));
  }
  const free = await freeBytes(cache.folder);
  const used = new Set(cache.sources.flatMap(({ shards }) => shards.map(({ file }) => file)));
  const toWrite = modalities.reduce((total, { toWriteBytes }) => total + toWriteBytes, 0);
  return {
    folder: cache.folder,
    modalities,
    otherBytes: bytesOf(filesIn(cache.folder).filter((file) => !used.has(file))),
    freeBytes: free,
    hasRoom: free === null || toWrite <= free,
  };
}

async function modalityOf(source: SizedSource): Promise<CacheSize['modalities'][number]> {
  const { plan, form, shards, bytes } = source;
  const missing = missingShards(source);
  const samplesToPrepare = missing.reduce((n, { from, to }) => n + to - from, 0);
  const toWriteBytes = bytesToWrite(source, missing);
  const each = toWriteBytes > MOST_BYTES * samplesToPrepare ? null : await secondsEach(plan, missing);
  return {
    ...{ modality: plan.modality.id, form, bytes, samplesToPrepare },
    writtenBytes: bytesOf(shards.filter((shard) => !missing.includes(shard)).map(({ file }) => file)),
    toWriteBytes,
    seconds: samplesToPrepare === 0 ? 0 : each === null ? null : (each * samplesToPrepare) / preparingWorkers(),
  };
}

/** Mean time of a few samples spread over what is missing; null where none can be read. One at fault is told when the set is prepared. */
async function secondsEach(plan: SourcePlan, missing: readonly ShardPlan[]): Promise<number | null> {
  const step = Math.max(1, Math.ceil(missing.length / TIMED));
  let [seconds, timed] = [0, 0];
  for (const [i, { from }] of missing.entries()) {
    const item = plan.items[from];
    if (i % step !== 0 || !item) continue;
    const began = performance.now();
    try {
      await sourceOf(plan).prepare(item, plan);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      continue;
    }
    seconds += (performance.now() - began) / 1000;
    timed++;
  }
  return timed === 0 ? null : seconds / timed;
}

/** Files of a folder that may not exist. */
export const filesIn = (folder: string): string[] => (folderNames(folder) ?? []).map((name) => join(folder, name));

export const bytesOf = (files: readonly string[]): number =>
  files.reduce((total, file) => total + (fileStats(file)?.size ?? 0), 0);
