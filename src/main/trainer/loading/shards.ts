import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { RecordForm } from './record-form.ts';
import { sourceOf, type SourcePlan } from './sources/index.ts';

/**
 * Samples a shard, 64 in the mean: at CREMA-D's shapes 12 MB, about two seconds of work, which is what cancelling waits for and a kill
 * loses. Where a shard ends is said by the names of the samples, so that leaving one out changes its own shard and no other.
 */
const FEWEST = 32;
const MOST = 128;
const ENDS = 32;

/** One part of a plan's cache: the items `from` to `to` (exclusive), its file and how many records it holds. */
export interface ShardPlan {
  readonly file: string;
  readonly from: number;
  readonly to: number;
  readonly records: number;
}

const slug = (name: string): string => name.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 60) || 'set';
const digest = (text: string, length: number): string => createHash('sha256').update(text).digest('hex').slice(0, length);

/** Where the prepared files of the sets of one root folder lie: definitions that differ in splits or settings share what is alike. */
export const preparedFolder = (cacheFolder: string, { root }: { readonly root: string }): string =>
  join(cacheFolder, 'prepared', `${slug(basename(root))}-${digest(root, 8)}`);

/**
 * The shards of a plan. A shard's name is the hash of all that its content depends on: kind, settings and form, and name, size and time
 * of change of each file. Another setting or a changed file leads to another name, so a stale shard is never read.
 */
export function planShards(plan: SourcePlan, folder: string, form: RecordForm): ShardPlan[] {
  const source = sourceOf(plan);
  return stretches(plan.items).map(({ from, to }) => {
    const items = plan.items.slice(from, to);
    const files = items.map((item) => [
      item.name,
      ...source.files(item).map(({ name, bytes, changedMs }) => [name, bytes, changedMs]),
    ]);
    const key = digest(JSON.stringify([plan.kind, source.cacheKey(plan), form, files]), 32);
    const records = items.reduce((n, item) => n + source.records(item), 0);
    return { file: join(folder, `${plan.modality.id}-${key}.shard`), from, to, records };
  });
}

function stretches(items: readonly { readonly name: string }[]): { readonly from: number; readonly to: number }[] {
  const found: { from: number; to: number }[] = [];
  let from = 0;
  for (const [i, { name }] of items.entries()) {
    const length = i + 1 - from;
    const isEnd = length >= MOST || (length >= FEWEST && crc32(name) % ENDS === 0);
    if (!isEnd && i + 1 < items.length) continue;
    found.push({ from, to: i + 1 });
    from = i + 1;
  }
  return found;
}
