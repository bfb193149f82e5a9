import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { sourceOf, type SourcePlan } from './sources/index.ts';

/** Samples a shard: at CREMA-D's shapes 12 MB, about two seconds of work, which is what cancelling waits for and a kill loses. */
export const SHARD_SAMPLES = 64;

/** One part of a plan's cache: the items `from` to `to` (exclusive), its file and how many records it holds. */
export interface ShardPlan {
  readonly file: string;
  readonly from: number;
  readonly to: number;
  readonly records: number;
}

const slug = (name: string): string => name.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 60) || 'set';

/**
 * The shards of a plan. A shard's name is the hash of all that its content depends on: kind and settings, and name, size and time of
 * change of each file. Another setting or a changed file leads to another name, so a stale shard is never read.
 */
export function planShards(plan: SourcePlan, cacheFolder: string, dataset: string): ShardPlan[] {
  const source = sourceOf(plan);
  const shards: ShardPlan[] = [];
  for (let from = 0; from < plan.items.length; from += SHARD_SAMPLES) {
    const items = plan.items.slice(from, from + SHARD_SAMPLES);
    const files = items.map((item) => [
      item.name,
      ...source.files(item).map(({ name, bytes, changedMs }) => [name, bytes, changedMs]),
    ]);
    const key = createHash('sha256')
      .update(JSON.stringify([plan.kind, source.cacheKey(plan), files]))
      .digest('hex')
      .slice(0, 32);
    shards.push({
      file: join(cacheFolder, 'prepared', slug(dataset), `${plan.modality.id}-${key}.shard`),
      from,
      to: from + items.length,
      records: items.reduce((n, item) => n + source.records(item), 0),
    });
  }
  return shards;
}
