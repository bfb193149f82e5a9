import type { z } from 'zod';
import type { ModalityInfo } from './dataset.ts';

/** A modality before any file is read: the shape may be known only from the files. */
export type ModalityForm = Pick<ModalityInfo, 'id' | 'kind'>;

/** What a person is told of a layout. */
export interface LayoutAbout {
  /** Whose data lies so, in one or two sentences. */
  readonly summary: string;
  /** Files and folders that are looked for, the needed ones first. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  /** Under which terms the data set may be used, and where they stand; null where the layout is of no certain data set. */
  readonly licence: { readonly name: string; readonly url: string } | null;
  /** What to cite, or null. */
  readonly citation: string | null;
}

/**
 * A form in which data sets lie on disk. Core knows the definition's schema and what the network will get; reading the files is the
 * work of the loader of the same id in `main/trainer/loading/`. A layout is one file here with one line in `index.ts`, and one file
 * there with one line in `layouts.ts`.
 */
export interface Layout<D> {
  readonly id: string;
  readonly label: string;
  readonly about: LayoutAbout;
  /** An object with the fields of `base.ts`; all but `layout`, `name` and `root` have defaults. */
  readonly definition: z.ZodType<D>;
  /** The modalities in the order of the network's branches. */
  modalities(definition: D): readonly ModalityForm[];
  /** The definition with small features, for a first look in about a minute. */
  quick(definition: D): D;
}
