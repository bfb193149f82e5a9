import { join, resolve } from 'node:path';
import { CMU_MOSI_FOLDS, parseFolds, type Folds } from '../../../../core/data/mosi-folds.ts';
import { SENTIMENT_MODALITIES } from '../../../../core/data/mosi.ts';
import type { MosiSdkDefinition } from '../../../../core/data/mosi-sdk.ts';
import { rowsWithin, type Interval } from '../../../../core/data/sequence/align.ts';
import { decodeUtf8 } from '../../../../core/data/utf8.ts';
import { AppError } from '../../../../core/errors/app-error.ts';
import { intervalsOf, sequenceOfVideo, withCsd, type CsdFile } from '../csd/csd-file.ts';
import { fileBytes, fileStats } from '../files.ts';

/** A labelled segment. */
export interface Segment {
  readonly id: string;
  readonly video: string;
  /** Its place in the labels of the video. */
  readonly row: number;
  readonly interval: Interval;
  readonly score: number;
  /** Whether a word is said in it. */
  readonly hasText: boolean;
}

export interface Segments {
  readonly folds: Readonly<Record<keyof Folds, readonly Segment[]>>;
  /** Labelled videos that are in no fold. */
  readonly unsplit: readonly string[];
  /** Labelled videos of a fold that another file lacks, and which file. */
  readonly incomplete: readonly { readonly video: string; readonly file: string }[];
}

/** Path of a file of the definition. Errors: `data.csd-file-missing`. */
export function csdPath(definition: MosiSdkDefinition, field: 'text' | 'audio' | 'vision' | 'labels'): string {
  const file = resolve(definition.root, definition[field]);
  if (!fileStats(file)?.isFile()) throw new AppError('data.csd-file-missing', { file, field });
  return file;
}

async function foldsOf({ root, folds }: MosiSdkDefinition): Promise<Folds> {
  if (folds === '') return CMU_MOSI_FOLDS;
  const file = resolve(root, folds);
  const decoded = decodeUtf8(await fileBytes(file));
  const found = decoded.ok ? parseFolds(decoded.text) : null;
  if (!found) throw new AppError('data.folds-unreadable', { file });
  return found;
}

interface Labels {
  readonly video: string;
  readonly intervals: Float64Array;
  readonly scores: readonly number[];
}

/** The first column of the labels is the sentiment; CMU-MOSEI's others are emotions. */
function labelsOf(csd: CsdFile, video: string): Labels {
  const { intervals, values, features } = sequenceOfVideo(csd, video);
  return { video, intervals, scores: Array.from({ length: intervals.length / 2 }, (_, row) => values[row * features] ?? NaN) };
}

function segmentsOf({ video, intervals, scores }: Labels, words: Float64Array): Segment[] {
  return scores.map((score, row) => {
    const interval: Interval = [intervals[2 * row] ?? NaN, intervals[2 * row + 1] ?? NaN];
    return { id: `${video}[${row}]`, video, row, interval, score, hasText: rowsWithin(words, interval).length > 0 };
  });
}

async function read(definition: MosiSdkDefinition): Promise<Segments> {
  const folds = await foldsOf(definition);
  const known = new Set(Object.values(folds).flat());
  const labels = await withCsd(csdPath(definition, 'labels'), (csd) =>
    csd.videos.map((video) => ({ video, labels: known.has(video) ? labelsOf(csd, video) : null })),
  );
  const incomplete = new Map<string, string>();
  for (const id of SENTIMENT_MODALITIES) {
    const file = csdPath(definition, id);
    const there = new Set(await withCsd(file, ({ videos }) => videos));
    for (const { video } of labels) if (known.has(video) && !there.has(video)) incomplete.set(video, file);
  }
  const segments = await withCsd(csdPath(definition, 'text'), (csd) =>
    labels.flatMap(({ video, labels: own }) => (own && !incomplete.has(video) ? segmentsOf(own, intervalsOf(csd, video)) : [])),
  );
  const of = (videos: readonly string[]): Segment[] => {
    const own = new Set(videos);
    return segments.filter(({ video }) => own.has(video));
  };
  return {
    folds: { train: of(folds.train), validation: of(folds.validation), test: of(folds.test) },
    unsplit: labels.flatMap(({ video }) => (known.has(video) ? [] : [video])),
    incomplete: [...incomplete].map(([video, file]) => ({ video, file })),
  };
}

let kept: { readonly id: string; readonly segments: Segments } | null = null;

/**
 * The labelled segments of all splits, with the files looked into as far as that takes: labels, and the times of the words. The last
 * set read is kept as long as its files are the same.
 *
 * Errors: `data.csd-*`, `data.folds-unreadable`.
 */
export async function readSegments(definition: MosiSdkDefinition): Promise<Segments> {
  const { root, text, audio, vision, labels, folds } = definition;
  const stats = [text, audio, vision, labels, folds].map((file) => {
    const found = fileStats(join(root, file));
    return [file, found?.size, found?.mtimeMs];
  });
  const id = JSON.stringify([root, stats]);
  if (kept?.id !== id) kept = { id, segments: await read(definition) };
  return kept.segments;
}
