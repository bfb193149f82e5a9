import { join } from 'node:path';
import { firstFilled } from '../../../../core/data/sequence/steps.ts';
import type { MosiDefinition } from '../../../../core/data/mosi.ts';
import type { Report } from '../../../../core/data/report.ts';
import { videoOf } from '../../../../core/data/sentiment.ts';
import { reported } from '../layout-loader.ts';
import { readRows, type StoredArray } from '../pickle/array-values.ts';
import type { ListedSet } from '../scanned-set.ts';
import { readSplits, type PickledSplit } from './read-splits.ts';
import { sentimentSamples, type ScoredSplit } from './rows.ts';

/** Rows looked at in one read: text of 50 steps of 768 float64 makes 20 MB. */
const AT_ONCE = 64;

/** Which rows of an array are not all zeros. */
export function filledRows(array: StoredArray): boolean[] {
  const [rows = 0, steps = 0, features = 0] = array.shape;
  const length = steps * features;
  const filled: boolean[] = [];
  for (let from = 0; from < rows; from += AT_ONCE) {
    const to = Math.min(rows, from + AT_ONCE);
    const values = readRows(array, from, to);
    for (let row = 0; row < to - from; row++)
      filled.push(firstFilled(values.subarray(row * length, (row + 1) * length), length) >= 0);
  }
  return filled;
}

function scored({ key, ids, scores, arrays }: PickledSplit, looksForText: boolean): ScoredSplit {
  const filled = looksForText ? filledRows(arrays.text) : null;
  return {
    key,
    rows: ids.map((id, row) => ({ id, row, score: scores[row] ?? NaN, hasText: filled?.[row] ?? true })),
  };
}

/** Classes and splits of a pickle. With `report` all that is wrong in it is told. */
export async function mosiList(definition: MosiDefinition, report?: Report): Promise<ListedSet | null> {
  const { root, file, withoutText } = definition;
  return reported(report, { field: 'file' }, () => {
    const splits = readSplits(root, file);
    const look = (split: PickledSplit): ScoredSplit => scored(split, withoutText === 'leave-out');
    const set = {
      file: join(root, file),
      train: look(splits.train),
      validation: splits.validation && look(splits.validation),
      test: look(splits.test),
    };
    return { ...sentimentSamples(set, definition, report), speakerOf: videoOf };
  });
}
