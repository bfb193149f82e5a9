import type { SentimentModality } from '../../../../core/data/mosi.ts';
import type { Report } from '../../../../core/data/report.ts';
import { countNotFinite } from '../../../../core/data/sequence/steps.ts';
import { AppError } from '../../../../core/errors/app-error.ts';

/** Where a sample stands in its file. */
interface Place {
  readonly name: string;
  readonly split: string;
  readonly row: number;
}

/**
 * Counts what is not finite in a modality while its samples are checked one by one, and tells the sum after the last. Infinite and
 * missing values become 0 when features are made.
 */
export class NotFiniteTally {
  readonly #file: string;
  readonly #modality: SentimentModality;
  readonly #report: Report;
  #left: number;
  #missing = 0;
  #infinite = 0;
  #samples = 0;
  #first: Place | null = null;

  constructor(file: string, modality: SentimentModality, samples: number, report: Report) {
    this.#file = file;
    this.#modality = modality;
    this.#left = samples;
    this.#report = report;
  }

  add(item: Place, values: Float32Array): void {
    const { missing, infinite } = countNotFinite(values);
    if (missing + infinite > 0) {
      this.#missing += missing;
      this.#infinite += infinite;
      this.#samples++;
      this.#first ??= item;
    }
    if (--this.#left === 0) this.#tell();
  }

  #tell(): void {
    if (!this.#first) return;
    const { name, split, row } = this.#first;
    const counts = { missing: this.#missing, infinite: this.#infinite, samples: this.#samples };
    const params = { file: this.#file, modality: this.#modality, ...counts, first: name, split, row };
    this.#report(new AppError('data.values-not-finite', params), { severity: 'warning' });
  }
}
