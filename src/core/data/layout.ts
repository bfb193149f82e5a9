import type { z } from 'zod';
import type { ModalityInfo } from './dataset.ts';

/**
 * A form in which data sets lie on disk. Core knows the definition's schema and what the network will get; reading the files is the
 * work of the loader of the same id in `main/trainer/loading/`.
 */
export interface Layout<D> {
  readonly id: string;
  readonly label: string;
  readonly definition: z.ZodType<D>;
  /** What each modality gives the network, known before any file is read. */
  modalities(definition: D): readonly ModalityInfo[];
  /** The definition with small features, for a first look in about a minute. */
  quick(definition: D): D;
}
