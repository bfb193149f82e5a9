import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { SENTIMENT_MODALITIES, type MosiDefinition, type SentimentModality } from '../../../../core/data/mosi.ts';
import type { ListEntry } from '../../../../core/data/list.ts';
import type { Report } from '../../../../core/data/report.ts';
import { AppError } from '../../../../core/errors/app-error.ts';
import { fileStats } from '../files.ts';
import type { Finder } from '../layout-loader.ts';
import { firstSteps, readRows, type StoredArray } from '../pickle/array-values.ts';
import type { SequenceItem, SequencePlan } from '../sources/sequence-rows.ts';
import type { ListedSet } from '../scanned-set.ts';
import { NotFiniteTally } from './not-finite-tally.ts';
import { readSplits, type PickledSplit } from './read-splits.ts';

/** Rows of an array whose content is hashed, spread over it. */
const HASHED_ROWS = 16;

/** A hash of some rows of all arrays: what tells one file from another of the same size. */
function contentHash(arrays: readonly StoredArray[]): string {
  const hash = createHash('sha256');
  for (const array of arrays) {
    const [rows = 0] = array.shape;
    const step = Math.max(1, Math.floor(rows / HASHED_ROWS));
    for (let row = 0; row < rows; row += step) hash.update(readRows(array, row, row + 1));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Where an id stands. */
interface Place {
  readonly split: PickledSplit;
  readonly row: number;
}

function placesOf(splits: readonly PickledSplit[]): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const split of splits) for (const [row, id] of split.ids.entries()) if (!places.has(id)) places.set(id, { split, row });
  return places;
}

/** Whether a step is the same moment in all modalities. */
const isAligned = ({ arrays }: PickledSplit): boolean =>
  new Set(SENTIMENT_MODALITIES.map((id) => arrays[id].shape[1])).size === 1;

/** The rows of each sample in the arrays of its split. With `report` values that are not finite are counted. */
export function mosiFinders(definition: MosiDefinition, listed: ListedSet, report?: Report): Finder[] {
  const file = join(definition.root, definition.file);
  const { train, validation, test } = readSplits(definition.root, definition.file);
  const splits = [train, ...(validation ? [validation] : []), test];
  const stats = fileStats(file);
  const hash = contentHash(splits.flatMap(({ arrays }) => SENTIMENT_MODALITIES.map((id) => arrays[id])));
  const identity = { name: `${basename(file)} ${hash}`, bytes: stats?.size ?? 0, changedMs: stats?.mtimeMs ?? 0 };
  const places = placesOf(splits);
  const bySplit = (id: SentimentModality): Record<string, StoredArray> =>
    Object.fromEntries(splits.map(({ key, arrays }) => [key, arrays[id]]));
  const find = ({ stem }: ListEntry): SequenceItem => {
    const place = places.get(stem);
    if (!place) throw new AppError('data.unknown-sample', { name: stem, set: definition.name });
    const { split, row } = place;
    const start = isAligned(train) && definition.padding === 'end' ? Math.max(0, firstSteps(split.arrays.text)[row] ?? 0) : null;
    return { name: stem, split: split.key, row, start, file: identity, text: split.texts?.[row] ?? null };
  };

  return SENTIMENT_MODALITIES.map((id) => {
    const [, steps = 0, features = 0] = train.arrays[id].shape;
    const tally = report && new NotFiniteTally(file, id, listed.entries.size, report);
    const arrays = bySplit(id);
    const finder: Finder<SequencePlan> = {
      plan: {
        kind: 'sequence-rows',
        modality: { id, kind: 'sequence', shape: [definition.steps || steps, features] },
        padding: definition.padding,
        arrays,
      },
      find,
      look(item) {
        const array = arrays[item.split];
        if (array) tally?.add(item, readRows(array, item.row, item.row + 1));
      },
    };
    return finder as Finder;
  });
}
