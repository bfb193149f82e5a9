import type { SplitName } from '../../../../core/data/dataset.ts';
import type { ListEntry } from '../../../../core/data/list.ts';
import type { Report } from '../../../../core/data/report.ts';
import {
  scoreText,
  SCORE_LIMIT,
  sentimentClass,
  sentimentNames,
  type SentimentClasses,
} from '../../../../core/data/sentiment.ts';
import type { Samples } from '../../../../core/data/split.ts';
import { AppError } from '../../../../core/errors/app-error.ts';
import type { ErrorCode } from '../../../../core/errors/catalogue.ts';

/** A sample before it is known whether it can be used: a segment with its score. */
export interface ScoredRow {
  readonly id: string;
  readonly score: number;
  /** From 0, in its split. */
  readonly row: number;
  /** Whether it has a word at all. */
  readonly hasText: boolean;
}

export interface ScoredSplit {
  /** As the file calls it. */
  readonly key: string;
  readonly rows: readonly ScoredRow[];
}

export interface ScoredSet {
  readonly file: string;
  readonly train: ScoredSplit;
  readonly validation: ScoredSplit | null;
  readonly test: ScoredSplit;
}

export interface RowSettings {
  readonly scores: SentimentClasses;
  readonly withoutText: 'leave-out' | 'keep';
  readonly leaveOut?: readonly string[] | undefined;
}

interface Used {
  readonly entry: ListEntry;
  readonly label: number;
}

/** Gathers the faults of rows: each is reported with its sample, or the first is thrown with the count of its like. */
class RowFaults {
  readonly #report: Report | undefined;
  readonly #found: AppError[] = [];

  constructor(report: Report | undefined) {
    this.#report = report;
  }

  add(problem: AppError, stem: string): void {
    if (this.#report) this.#report(problem, { stem });
    else this.#found.push(problem);
  }

  end(): void {
    const [first] = this.#found;
    if (!first) return;
    const count = this.#found.filter(({ code }) => code === first.code).length;
    throw new AppError(first.code as ErrorCode, { ...(first.params as object), count } as never, { cause: first });
  }
}

/** What is left out by a setting, to be told as a warning. */
interface LeftOut {
  readonly withoutText: { readonly row: ScoredRow; readonly split: string }[];
  zeros: number;
}

/**
 * Train, validation and test from scored rows, in the order of the file. Samples without a word or of a score of 0 go where the settings
 * say so; with `report` that is told as a warning. Ids are unique over all splits.
 *
 * Errors: `data.duplicate-id`, `data.id-in-two-splits`, `data.score-out-of-range`, each with split, row and count, or with `report` one by
 * one, the row left out; `data.split-empty`.
 */
export function sentimentSamples(set: ScoredSet, settings: RowSettings, report?: Report): Samples & { classes: string[] } {
  const classes = sentimentNames(settings.scores);
  const faults = new RowFaults(report);
  const leftOut: LeftOut = { withoutText: [], zeros: 0 };
  const seen = new Map<string, { key: string; row: number }>();
  const use = (split: ScoredSplit): Used[] =>
    split.rows.flatMap((row) => {
      const label = usable(set.file, split.key, row, { settings, faults, leftOut, seen });
      return label === null ? [] : [used(set.file, split.key, row, label, classes)];
    });
  const [train, validation, test] = [use(set.train), set.validation && use(set.validation), use(set.test)];
  faults.end();
  tell(set.file, leftOut, report);
  return {
    classes,
    train: splitOf('train', train),
    validation: validation && splitOf('validation', validation),
    test: splitOf('test', test),
    entries: new Map([...train, ...(validation ?? []), ...test].map(({ entry }) => [entry.stem, entry])),
  };
}

interface Rules {
  readonly settings: RowSettings;
  readonly faults: RowFaults;
  readonly leftOut: LeftOut;
  readonly seen: Map<string, { key: string; row: number }>;
}

/** The class of a row, or null where it is not used. */
function usable(file: string, key: string, row: ScoredRow, { settings, faults, leftOut, seen }: Rules): number | null {
  const { id, score } = row;
  if (settings.leaveOut?.includes(id)) return null;
  const first = seen.get(id);
  if (first) {
    faults.add(repeated(file, id, first, { key, row: row.row }), id);
    return null;
  }
  seen.set(id, { key, row: row.row });
  if (!(Math.abs(score) <= SCORE_LIMIT)) {
    faults.add(
      new AppError('data.score-out-of-range', { file, split: key, row: row.row, id, score, limit: SCORE_LIMIT, count: 1 }),
      id,
    );
    return null;
  }
  if (!row.hasText && settings.withoutText === 'leave-out') {
    leftOut.withoutText.push({ row, split: key });
    return null;
  }
  const label = sentimentClass(score, settings.scores);
  if (label === null) leftOut.zeros++;
  return label;
}

function repeated(file: string, id: string, first: { key: string; row: number }, second: { key: string; row: number }): AppError {
  const { row } = second;
  return first.key === second.key
    ? new AppError('data.duplicate-id', { file, split: second.key, row, firstRow: first.row, id, count: 1 })
    : new AppError('data.id-in-two-splits', {
        file,
        id,
        first: first.key,
        firstRow: first.row,
        second: second.key,
        row,
        count: 1,
      });
}

/** Lines count from 1, rows from 0. */
const used = (file: string, key: string, { id, score, row }: ScoredRow, label: number, classes: readonly string[]): Used => ({
  entry: { stem: id, label: `${classes[label] ?? ''} (${scoreText(score)})`, list: `${file} "${key}"`, line: row + 1 },
  label,
});

function splitOf<T extends SplitName>(
  split: T,
  rows: readonly Used[],
): { split: T; n: number; labels: Int32Array; names: string[] } {
  if (rows.length === 0) throw new AppError('data.split-empty', { split, reason: 'no row of it can be used' });
  return {
    split,
    n: rows.length,
    labels: Int32Array.from(rows, ({ label }) => label),
    names: rows.map(({ entry }) => entry.stem),
  };
}

function tell(file: string, { withoutText, zeros }: LeftOut, report: Report | undefined): void {
  const [first] = withoutText;
  if (first) {
    const params = { file, samples: withoutText.length, first: first.row.id, split: first.split, row: first.row.row };
    report?.(new AppError('data.samples-without-text', params), { severity: 'warning' });
  }
  if (zeros > 0)
    report?.(new AppError('data.samples-at-zero', { file, samples: zeros }), { field: 'scores', severity: 'warning' });
}
