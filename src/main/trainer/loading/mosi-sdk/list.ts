import { resolve } from 'node:path';
import type { MosiSdkDefinition } from '../../../../core/data/mosi-sdk.ts';
import type { Report } from '../../../../core/data/report.ts';
import { videoOf } from '../../../../core/data/sentiment.ts';
import { AppError } from '../../../../core/errors/app-error.ts';
import { reported } from '../layout-loader.ts';
import { sentimentSamples, type ScoredSplit } from '../mosi/rows.ts';
import type { ListedSet } from '../scanned-set.ts';
import { readSegments, type Segment, type Segments } from './read-segments.ts';

const scored = (key: string, rows: readonly Segment[]): ScoredSplit => ({ key, rows });

/** Which video is in no fold, and which is not in all files: they are left out. */
function tell(file: string, { unsplit, incomplete }: Segments, report: Report): void {
  if (unsplit.length > 0)
    report(new AppError('data.videos-without-split', { file, videos: unsplit }), { field: 'folds', severity: 'warning' });
  const [first] = incomplete;
  if (first)
    report(new AppError('data.videos-incomplete', { file: first.file, videos: incomplete.map(({ video }) => video) }), {
      severity: 'warning',
    });
}

/** Classes and splits of .csd files. With `report` all that is wrong in them is told. */
export async function mosiSdkList(definition: MosiSdkDefinition, report?: Report): Promise<ListedSet | null> {
  const { root, labels, scores, leaveOut } = definition;
  return reported(report, { field: 'root' }, async () => {
    const segments = await readSegments(definition);
    const file = resolve(root, labels);
    if (report) tell(file, segments, report);
    const { train, validation, test } = segments.folds;
    const set = {
      file,
      train: scored('train', train),
      validation: validation.length > 0 ? scored('validation', validation) : null,
      test: scored('test', test),
    };
    return { ...sentimentSamples(set, { scores, withoutText: 'leave-out', leaveOut }, report), speakerOf: videoOf };
  });
}
