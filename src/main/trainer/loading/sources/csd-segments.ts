import type { ModalityInfo } from '../../../../core/data/dataset.ts';
import { meansAtWords, rowsOf, rowsWithin, type Interval, type TimedSequence } from '../../../../core/data/sequence/align.ts';
import { replaceNotFinite, takeLastSteps } from '../../../../core/data/sequence/steps.ts';
import { sequenceOfVideo, withCsd } from '../csd/csd-file.ts';
import type { FileIdentity, Source } from './source.ts';

/** A segment of a video. */
export interface SegmentItem {
  readonly name: string;
  readonly video: string;
  /** Seconds. */
  readonly interval: Interval;
  /** The words' file and the modality's own; their names say something of their content too. */
  readonly files: readonly FileIdentity[];
}

export interface SegmentPlan {
  readonly kind: 'csd-segments';
  readonly modality: ModalityInfo;
  /** Path of the file whose rows are the words. */
  readonly text: string;
  /** Path of the modality's file; the same for text. */
  readonly own: string;
  /** Path of the file with the words themselves, for previews. */
  readonly words: string | null;
  readonly items: readonly SegmentItem[];
}

/** Videos kept in memory: the words and one other, for two modalities. */
const KEPT = 4;
const kept = new Map<string, Promise<TimedSequence>>();

/** A video of a file; the samples of one video are asked for one after the other. */
function videoOf(
  file: string,
  video: string,
  { bytes, changedMs }: Pick<FileIdentity, 'bytes' | 'changedMs'>,
): Promise<TimedSequence> {
  const key = JSON.stringify([file, video, bytes, changedMs]);
  const found = kept.get(key) ?? withCsd(file, (csd) => sequenceOfVideo(csd, video));
  kept.delete(key);
  kept.set(key, found);
  const [oldest] = kept.keys();
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
  return found;
}

/** The segment as it is aligned, before it is cut or filled up and cleaned, and the rows of its words. Shape: [words, features]. */
export async function alignedSegment(
  { text, own }: Pick<SegmentPlan, 'text' | 'own'>,
  { video, interval, files }: SegmentItem,
): Promise<{ values: Float32Array; features: number; rows: number[] }> {
  const [textFile = { bytes: 0, changedMs: 0 }, ownFile = textFile] = files;
  const words = await videoOf(text, video, textFile);
  const rows = rowsWithin(words.intervals, interval);
  if (text === own) return { values: rowsOf(words, rows), features: words.features, rows };
  const sequence = await videoOf(own, video, ownFile);
  return { values: meansAtWords(sequence, words.intervals, rows), features: sequence.features, rows };
}

/** What the network gets. Shape: [steps, features] of the modality. */
export async function segmentSequence(plan: SegmentPlan, item: SegmentItem): Promise<Float32Array> {
  const { values, features } = await alignedSegment(plan, item);
  replaceNotFinite(values);
  return takeLastSteps(values, features, plan.modality.shape[0] ?? 0);
}

const asBytes = ({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array => new Uint8Array(buffer, byteOffset, byteLength);

/** Segments of videos, aligned to the words, with zeros before the first. One cached record a sample. */
export const csdSegments: Source<SegmentPlan> = {
  cacheKey: ({ modality }) => ({ version: 1, shape: modality.shape }),
  files: ({ files, interval }) => files.map((file) => ({ ...file, name: `${file.name} ${interval.join(' ')}` })),
  // The names of the files hold a hash of a part of their content: they are the same few for all samples.
  paths: () => [],
  hasFloatRecords: true,
  isCacheOptional: false,
  preparedBytes: ({ items, modality }) => Promise.resolve(4 * items.length * modality.shape.reduce((a, b) => a * b, 1)),
  records: () => 1,
  prepare: async (item, plan) => [asBytes(await segmentSequence(plan, item))],
  async fill(item, plan, read, _draw, target, offset) {
    asBytes(target).set(read ? await read(0) : asBytes(await segmentSequence(plan, item)), 4 * offset);
  },
};
