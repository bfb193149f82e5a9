import type { Cancellation, OpenDatasetOptions } from '../../../core/data/dataset.ts';
import type { ListEntry } from '../../../core/data/list.ts';
import type { Report } from '../../../core/data/report.ts';
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

/** Looks at the files of one sample: headers and first bytes. Gives the plans, of this one item, of what can be read. */
export type Inspect = (entry: ListEntry) => readonly SourcePlan[];

/** Reading one layout from disk. */
export interface LayoutLoader<D> {
  /** A definition for a folder in this layout, or the names of what is missing for it to be one. */
  detect(folder: string): Promise<D | { readonly missing: readonly string[] }>;
  /** Lists read and checked, files found and their headers checked. Errors: all `data.*` that need no decoding. */
  scan(definition: D, options: ScanOptions): Promise<ScannedSet>;

  /** Lists read, and what is wrong in them reported, line by line; null where they leave no set to speak of. */
  list(definition: D, report: Report): Promise<ListedSet | null>;
  /** For one sample after the other. What is wrong is reported: a whole folder that is missing once, now, the rest with its sample. */
  inspector(definition: D, report: Report): Inspect;
}
