import { join } from 'node:path';
import type { MosiDefinition } from '../../../../core/data/mosi.ts';
import type { Report } from '../../../../core/data/report.ts';
import { videoOf } from '../../../../core/data/sentiment.ts';
import { reported } from '../layout-loader.ts';
import { firstSteps } from '../pickle/array-values.ts';
import type { ListedSet } from '../scanned-set.ts';
import { readSplits, type PickledSplit } from './read-splits.ts';
import { sentimentSamples, type ScoredSplit } from './rows.ts';

function scored({ key, ids, scores, arrays }: PickledSplit, looksForText: boolean): ScoredSplit {
  const starts = looksForText ? firstSteps(arrays.text) : null;
  return {
    key,
    rows: ids.map((id, row) => ({ id, row, score: scores[row] ?? NaN, hasText: starts === null || starts[row] !== -1 })),
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
