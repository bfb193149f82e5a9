import { createHash, type Hash } from 'node:crypto';
import { joinFingerprint } from '../../../core/data/fingerprint.ts';
import { permutation, streamKey } from '../../../core/tensor/random.ts';
import { fileBytes } from './files.ts';
import type { ScannedSet } from './scanned-set.ts';
import { sourceOf } from './sources/index.ts';

/** Files whose content is hashed whole; the others by name and size. */
const CONTENT_FILES = 16;

export interface Fingerprints {
  readonly fingerprint: string;
  /** One hash of all, as it was made before the parts were told apart: earlier runs are known by it. */
  readonly formerFingerprint: string;
}

/**
 * What makes a set itself: classes; for each sample its name, class and whether it is a test sample; its files with their sizes; the
 * content of sixteen files spread over the set. Each is a part of its own. Settings and the validation split have no part in it.
 */
export async function fingerprint(set: ScannedSet): Promise<Fingerprints> {
  const [classes, samples, files, content] = [newHash(), newHash(), newHash(), newHash()];
  const former = newHash();
  const add = (hash: Hash, data: unknown): void => void hash.update(JSON.stringify(data));
  const labels = labelsOf(set);
  const test = new Set(set.test.names);
  for (const hash of [classes, former]) add(hash, set.classes);
  for (const [i, stem] of set.stems.entries()) {
    const [label, isTest] = [labels.get(stem), test.has(stem)];
    const own = set.sources.map((plan) => filesOf(plan, i));
    // By name, so that the same samples under classes in another order differ in the classes alone.
    add(samples, [stem, set.classes[label ?? -1], isTest]);
    add(files, own);
    add(former, [stem, label, isTest, own]);
  }
  const paths = set.sources.flatMap((plan) => plan.items.flatMap((item) => sourceOf(plan).paths(item)));
  for (const i of permutation(streamKey(0, 'fingerprint', 0), paths.length).slice(0, CONTENT_FILES)) {
    const bytes = await fileBytes(paths[i] ?? '');
    for (const hash of [content, former]) hash.update(bytes);
  }
  const hex = (hash: Hash): string => hash.digest('hex');
  const parts = { classes: hex(classes), samples: hex(samples), files: hex(files), content: hex(content) };
  return { fingerprint: joinFingerprint(parts), formerFingerprint: hex(former) };
}

const newHash = (): Hash => createHash('sha256');

const labelsOf = ({ train, validation, test }: ScannedSet): Map<string, number> =>
  new Map(
    [train, validation, test].flatMap((split) => split?.names.map((name, i) => [name, split.labels[i] ?? -1] as const) ?? []),
  );

function filesOf(plan: ScannedSet['sources'][number], i: number): (string | number)[][] {
  const item = plan.items[i];
  return item
    ? sourceOf(plan)
        .files(item)
        .map(({ name, bytes }) => [name, bytes])
    : [];
}
