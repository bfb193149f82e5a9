import { createHash } from 'node:crypto';
import { permutation, streamKey } from '../../../core/tensor/random.ts';
import { fileBytes } from './files.ts';
import type { ScannedSet } from './scanned-set.ts';
import { sourceOf } from './sources/index.ts';

/** Files whose content is hashed whole; the others by name and size. */
const CONTENT_FILES = 16;

/**
 * What makes a set itself: classes, and for each sample its name, class, whether it is a test sample, and its files with their sizes;
 * besides, the content of sixteen files spread over the set. Settings and the validation split have no part in it.
 */
export async function fingerprint(set: ScannedSet): Promise<string> {
  const hash = createHash('sha256');
  const labels = new Map(
    [set.train, set.validation, set.test].flatMap(
      (split) => split?.names.map((name, i) => [name, split.labels[i] ?? -1] as const) ?? [],
    ),
  );
  const test = new Set(set.test.names);
  hash.update(JSON.stringify(set.classes));
  for (const [i, stem] of set.stems.entries()) {
    const files = set.sources.map((plan) => {
      const item = plan.items[i];
      return item
        ? sourceOf(plan)
            .files(item)
            .map(({ name, bytes }) => [name, bytes])
        : [];
    });
    hash.update(JSON.stringify([stem, labels.get(stem), test.has(stem), files]));
  }
  const paths = set.sources.flatMap((plan) => plan.items.flatMap((item) => sourceOf(plan).paths(item)));
  for (const i of permutation(streamKey(0, 'fingerprint', 0), paths.length).slice(0, CONTENT_FILES))
    hash.update(await fileBytes(paths[i] ?? ''));
  return hash.digest('hex');
}
