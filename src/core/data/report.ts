import type { AppError } from '../errors/app-error.ts';

/** What a fault is about, as far as is known. */
export interface About {
  /** The sample that would have to be mended or left out. */
  readonly stem?: string;
  /** Field of the definition, as in `frames.folder`. */
  readonly field?: string;
  /** A warning keeps no set from being trained on; where no report is asked for it is not told. */
  readonly severity?: 'error' | 'warning';
}

/** Takes a fault of one line or sample; the reading goes on without that. Where no report is asked for the first fault is thrown. */
export type Report = (problem: AppError, about?: About) => void;
