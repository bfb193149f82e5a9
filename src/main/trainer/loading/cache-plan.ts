import type { OpenDatasetOptions } from '../../../core/data/dataset.ts';
import type { DatasetDefinition } from '../../../core/data/definition.ts';
import { SHARE_KEPT, type RecordForm } from './record-form.ts';
import type { ScannedSet } from './scanned-set.ts';
import { isWholeShard } from './shard-file.ts';
import { planShards, preparedFolder, type ShardPlan } from './shards.ts';
import { sourceOf, type SourcePlan } from './sources/index.ts';
import type { CachedSource } from './worker-messages.ts';

/** Prepared forms that are optional are kept on disk up to this size. */
const MAX_OPTIONAL_BYTES = 2 * 1024 ** 3;

/** A source and what its shards take. */
export interface SizedSource extends CachedSource {
  /** Of all its shards, known or estimated before any is made. */
  readonly bytes: number;
}

export interface CachePlan {
  readonly folder: string;
  readonly sources: readonly SizedSource[];
}

/** Where the prepared features of a set go and what is kept of them. Nothing is read but, where sizes are estimated, a few pictures. */
export async function planCache(
  set: ScannedSet,
  definition: DatasetDefinition,
  { cacheFolder, maxDecodedBytes = MAX_OPTIONAL_BYTES }: Pick<OpenDatasetOptions, 'cacheFolder' | 'maxDecodedBytes'>,
): Promise<CachePlan> {
  const folder = preparedFolder(cacheFolder, definition);
  const sized = async (plan: SourcePlan): Promise<SizedSource> => {
    const prepared = await sourceOf(plan).preparedBytes(plan);
    const form = formOf(plan, definition, prepared, maxDecodedBytes);
    return { plan, form, shards: planShards(plan, folder, form), bytes: SHARE_KEPT[form] * prepared };
  };
  return { folder, sources: await Promise.all(set.sources.map(sized)) };
}

function formOf(plan: SourcePlan, { cachePrecision }: DatasetDefinition, preparedBytes: number, mostBytes: number): RecordForm {
  const { isCacheOptional, hasFloatRecords = false } = sourceOf(plan);
  const form = hasFloatRecords && cachePrecision === 'float16' ? 'float16' : 'whole';
  return isCacheOptional && SHARE_KEPT[form] * preparedBytes > mostBytes ? 'checked' : form;
}

/** The shards of a source that are not there, or not whole. */
export const missingShards = ({ shards }: CachedSource): ShardPlan[] =>
  shards.filter(({ file, records }) => !isWholeShard(file, records));

/** What is still to be written for a source, by its share of samples. */
export function bytesToWrite({ plan, bytes }: SizedSource, missing: readonly ShardPlan[]): number {
  const samples = missing.reduce((n, { from, to }) => n + to - from, 0);
  return Math.round((bytes * samples) / Math.max(1, plan.items.length));
}
