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

/** Reading one layout from disk. */
export interface LayoutLoader<D> {
  /** A definition for a folder in this layout, or the names of what is missing for it to be one. */
  detect(folder: string): Promise<D | { readonly missing: readonly string[] }>;
  /** Lists read and checked, files found and their headers checked. Errors: all `data.*` that need no decoding. */
  scan(definition: D, options: ScanOptions): Promise<ScannedSet>;
}
