import type { Cancellation, OpenDatasetOptions } from '../../../core/data/dataset.ts';
import type { Samples } from '../../../core/data/split.ts';
import type { SourcePlan } from './sources/index.ts';

/** What a layout's loader found: classes, splits, and for each modality where its files are. Nothing is decoded. */
export interface ScannedSet extends Samples {
  readonly classes: readonly string[];
  /** All samples, sorted by name; the items of each source are in this order. */
  readonly stems: readonly string[];
  readonly sources: readonly SourcePlan[];
}

export interface ScanOptions {
  readonly onProgress?: OpenDatasetOptions['onProgress'];
  readonly signal?: Cancellation;
}

/** A set as its lists say, whatever its files are. */
export interface ListedSet extends Samples {
  readonly classes: readonly string[];
  /** Who speaks; null where the stem does not say. */
  speakerOf(stem: string): string | null;
}
