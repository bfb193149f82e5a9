import { AppError } from '../errors/app-error.ts';
import type { ListPosition } from '../errors/catalogue/data.ts';
import { permutation, streamKey } from '../tensor/random.ts';
import type { Split, SplitName } from './dataset.ts';
import type { ListEntry } from './list.ts';
import type { Report } from './report.ts';
import type { ValidationSplit } from './settings.ts';

/** The three splits and, by stem, where each sample stands in the lists. */
export interface Samples {
  readonly train: Split<'train'>;
  readonly validation: Split<'validation'> | null;
  readonly test: Split<'test'>;
  readonly entries: ReadonlyMap<string, ListEntry>;
}

interface Lists {
  readonly train: readonly ListEntry[];
  readonly test: readonly ListEntry[];
  readonly validation: readonly ListEntry[] | null;
}

const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** `share` of the names, at least one, in an order drawn by `key` from the sorted names: the order of the list does not matter. */
function drawn(names: readonly string[], share: number, key: number): string[] {
  const sorted = [...names].sort(byName);
  const count = Math.min(sorted.length, Math.max(1, Math.round(sorted.length * share)));
  return [...permutation(key, sorted.length)].slice(0, count).map((i) => sorted[i] ?? '');
}

function groups(entries: readonly ListEntry[], keyOf: (entry: ListEntry) => string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    const stems = found.get(key);
    if (stems) stems.push(entry.stem);
    else found.set(key, [entry.stem]);
  }
  return found;
}

/**
 * The stems of a drawn share of the entries. Each class gives its share, so a class of one sample loses it only when `share` would take
 * at least half of it.
 */
export function stratified(entries: readonly ListEntry[], share: number, seed: number, stream = 'validation'): string[] {
  return [...groups(entries, (entry) => entry.label)].flatMap(([label, stems]) =>
    stems.length * share < 0.5 ? [] : drawn(stems, share, streamKey(seed, `${stream}/${label}`, 0)),
  );
}

/** The stems of all that a drawn share of the speakers say. */
export function ofDrawnSpeakers(
  entries: readonly ListEntry[],
  { share, seed }: { readonly share: number; readonly seed: number },
  speakerOf: (entry: ListEntry) => string,
  stream = 'validation',
): string[] {
  const found = groups(entries, speakerOf);
  return drawn([...found.keys()], share, streamKey(seed, stream, 0)).flatMap((name) => found.get(name) ?? []);
}

function bySpeaker(
  train: readonly ListEntry[],
  validation: ValidationSplit & { kind: 'speaker' },
  speakerOf: (entry: ListEntry) => string,
): string[] {
  const { share, seed, speakers } = validation;
  if (share !== undefined) return ofDrawnSpeakers(train, { share, seed }, speakerOf);
  const found = groups(train, speakerOf);
  const unknown = speakers.filter((name) => !found.has(name));
  if (unknown.length > 0)
    throw new AppError('data.speaker-unknown', { speakers: unknown, known: [...found.keys()].sort(byName) });
  return speakers.flatMap((name) => found.get(name) ?? []);
}

/** The validation entries, or null for none. */
function validationEntries(
  lists: Lists,
  validation: ValidationSplit,
  speakerOf: (entry: ListEntry) => string,
): readonly ListEntry[] | null {
  const among = (stems: readonly string[]): ListEntry[] => {
    const taken = new Set(stems);
    return lists.train.filter(({ stem }) => taken.has(stem));
  };
  switch (validation.kind) {
    case 'none':
      return null;
    case 'list':
      return lists.validation ?? [];
    case 'share':
      return among(stratified(lists.train, validation.share, validation.seed));
    case 'speaker':
      return among(bySpeaker(lists.train, validation, speakerOf));
  }
}

const place = ({ list, line }: ListEntry): ListPosition => ({ list, line });

/** `second` without the stems that `first` has too. Errors: `data.split-overlap` with both places; with `report` for each of them. */
function disjoint(first: readonly ListEntry[], second: readonly ListEntry[], report: Report | undefined): readonly ListEntry[] {
  const places = new Map(first.map((entry) => [entry.stem, entry]));
  const shared = second.filter(({ stem }) => places.has(stem));
  if (shared.length === 0) return second;
  const overlap = (one: ListEntry, count: number): AppError =>
    new AppError('data.split-overlap', { stem: one.stem, first: place(places.get(one.stem) ?? one), second: place(one), count });
  const [one] = shared;
  if (one && !report) throw overlap(one, shared.length);
  for (const entry of shared) report?.(overlap(entry, 1), { stem: entry.stem });
  return second.filter(({ stem }) => !places.has(stem));
}

function split<T extends SplitName>(name: T, entries: readonly ListEntry[], labelOf: (entry: ListEntry) => number): Split<T> {
  return { split: name, n: entries.length, labels: Int32Array.from(entries, labelOf), names: entries.map(({ stem }) => stem) };
}

/**
 * Train, validation and test, disjoint, each in the order of its list. Validation samples leave training; the test list is never
 * touched. A share is stratified by class and depends on the names and the seed only. With `report` a sample of two splits stays in
 * training or validation.
 *
 * Errors: `data.split-overlap`, `data.split-empty`, `data.speaker-unknown`, and what `labelOf` and `speakerOf` throw.
 */
export function splitSamples(
  lists: Lists,
  validation: ValidationSplit,
  labelOf: (entry: ListEntry) => number,
  speakerOf: (entry: ListEntry) => string,
  report?: Report,
): Samples {
  const held = validationEntries(lists, validation, speakerOf);
  const taken = new Set(held?.map(({ stem }) => stem));
  const train = lists.train.filter(({ stem }) => !taken.has(stem));
  if (held?.length === 0)
    throw new AppError('data.split-empty', { split: 'validation', reason: 'the setting takes no sample of the training list' });
  if (train.length === 0) throw new AppError('data.split-empty', { split: 'train', reason: 'validation takes all of it' });
  const test = disjoint(held ?? [], disjoint(train, lists.test, report), report);
  return {
    train: split('train', train, labelOf),
    validation: held && split('validation', held, labelOf),
    test: split('test', test, labelOf),
    entries: new Map([...train, ...(held ?? []), ...test].map((entry) => [entry.stem, entry])),
  };
}
