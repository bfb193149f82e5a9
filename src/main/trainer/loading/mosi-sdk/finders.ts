import { createHash } from 'node:crypto';
import { basename, resolve } from 'node:path';
import { SENTIMENT_MODALITIES, type SentimentModality } from '../../../../core/data/mosi.ts';
import type { MosiSdkDefinition } from '../../../../core/data/mosi-sdk.ts';
import type { ListEntry } from '../../../../core/data/list.ts';
import type { Report } from '../../../../core/data/report.ts';
import { AppError } from '../../../../core/errors/app-error.ts';
import { sequenceOfVideo, withCsd } from '../csd/csd-file.ts';
import { fileStats } from '../files.ts';
import { reported, type Finder } from '../layout-loader.ts';
import { NotFiniteTally } from '../mosi/not-finite-tally.ts';
import type { ListedSet } from '../scanned-set.ts';
import { alignedSegment, type SegmentItem, type SegmentPlan } from '../sources/csd-segments.ts';
import type { FileIdentity } from '../sources/source.ts';
import { csdPath, readSegments, type Segment } from './read-segments.ts';

/** Size, time and a hash of one video's features, and how many there are a row. */
async function lookInto(file: string, video: string): Promise<{ identity: FileIdentity; features: number }> {
  const { values, features } = await withCsd(file, (csd) => sequenceOfVideo(csd, video));
  const hash = createHash('sha256')
    .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    .digest('hex')
    .slice(0, 16);
  const stats = fileStats(file);
  return {
    identity: { name: `${basename(file)} ${hash}`, bytes: stats?.size ?? 0, changedMs: stats?.mtimeMs ?? 0 },
    features,
  };
}

/** Each segment in the files of each modality. With `report` values that are not finite are counted. */
export async function mosiSdkFinders(definition: MosiSdkDefinition, listed: ListedSet, report?: Report): Promise<Finder[]> {
  const { folds } = await readSegments(definition);
  const segments = new Map<string, { split: string; segment: Segment }>();
  for (const [split, own] of Object.entries(folds)) for (const segment of own) segments.set(segment.id, { split, segment });
  const of = (stem: string): { split: string; segment: Segment } => {
    const found = segments.get(stem);
    if (!found) throw new AppError('data.unknown-sample', { name: stem, set: definition.name });
    return found;
  };
  const [first = ''] = listed.train.names;
  const { video } = of(first).segment;
  const words = definition.words === undefined ? null : resolve(definition.root, definition.words);
  const textFile = await lookInto(csdPath(definition, 'text'), video);

  const finderOf = async (id: SentimentModality): Promise<Finder> => {
    const own = csdPath(definition, id);
    const { identity, features } = id === 'text' ? textFile : await lookInto(own, video);
    const files = id === 'text' ? [identity] : [textFile.identity, identity];
    const tally = report && new NotFiniteTally(own, id, listed.entries.size, report);
    const plan = {
      kind: 'csd-segments',
      modality: { id, kind: 'sequence', shape: [definition.steps, features] },
      text: csdPath(definition, 'text'),
      own,
      words: id === 'text' ? words : null,
    } as const;
    const finder: Finder<SegmentPlan> = {
      plan,
      find({ stem }: ListEntry): SegmentItem {
        const { segment } = of(stem);
        return { name: stem, video: segment.video, interval: segment.interval, files };
      },
      async look(item) {
        if (!tally) return;
        const { split, segment } = of(item.name);
        tally.add({ name: item.name, split, row: segment.row }, (await alignedSegment(plan, item)).values);
      },
    };
    return finder as Finder;
  };
  const found = await Promise.all(SENTIMENT_MODALITIES.map((id) => reported(report, { field: id }, () => finderOf(id))));
  return found.filter((finder) => finder !== null);
}
