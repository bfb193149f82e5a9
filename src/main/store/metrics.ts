import type { SplitMetrics } from '../../core/contract/trainer.ts';
import type { StoreContext } from './context.ts';
import { numbersFromJson, toJson } from './json.ts';

/** Of the last epoch so far, or of the best on validation. */
export type Which = 'last' | 'best';

export interface StoredMetrics {
  readonly run: string;
  readonly which: Which;
  readonly split: string;
  readonly epoch: number;
  readonly atMs: number;
  readonly metrics: SplitMetrics;
}

/** What tables show of a split. */
export interface SplitFigures {
  readonly run: string;
  readonly which: Which;
  readonly epoch: number;
  readonly n: number;
  readonly accuracy: number | null;
  readonly macroF1: number | null;
  readonly modalityAccuracy: Readonly<Record<string, number>>;
}

interface MetricRow {
  readonly run: string;
  readonly which: Which;
  readonly split: string;
  readonly epoch: number;
  readonly at_ms: number;
  readonly detail: string;
}

/** Figures of whole splits. The columns that tables of runs need stand beside the full JSON. */
export function metricTable({ db, now, numberOf }: StoreContext) {
  const put = db.prepare(`
    INSERT OR REPLACE INTO metric (run, which, split, epoch, n, loss, accuracy, macro_f1, map, detail, at_ms)
    VALUES (:run, :which, :split, :epoch, :n, :loss, :accuracy, :macroF1, :map, :detail, :atMs)`);
  const list = db.prepare<[string], MetricRow>(`
    SELECT run.id AS run, which, split, epoch, at_ms, detail FROM metric JOIN run ON run.number = metric.run
    WHERE run.id IN (SELECT value FROM json_each(?)) ORDER BY run.id DESC, which DESC, split`);

  const figures = db.prepare<[string, string], Omit<SplitFigures, 'modalityAccuracy'> & { readonly modalities: string }>(`
    SELECT run.id AS run, which, epoch, n, accuracy, macro_f1 AS macroF1, modality_accuracy AS modalities
    FROM run JOIN metric ON metric.run = run.number
    WHERE run.id IN (SELECT value FROM json_each(?)) AND which IN ('last', 'best') AND split = ?`);

  return {
    /** Puts figures in the place of those the run had for the same `which` and split. */
    setMetrics(run: string, { which, epoch, split, metrics }: Omit<StoredMetrics, 'run' | 'atMs'>): void {
      const { n, loss, accuracy, macroF1, map } = metrics;
      put.run({ run: numberOf(run), which, split, epoch, n, loss, accuracy, macroF1, map, detail: toJson(metrics), atMs: now() });
    },

    /** The few figures of one split that lists show, of any number of runs; NaN is null. */
    listFigures: (runs: readonly string[], split: string): SplitFigures[] =>
      figures.all(JSON.stringify(runs), split).map(({ modalities, ...row }) => ({
        ...row,
        modalityAccuracy: numbersFromJson(modalities) as Record<string, number>,
      })),

    /** Figures of any number of runs in one query. */
    listMetrics: (runs: readonly string[]): StoredMetrics[] =>
      list.all(JSON.stringify(runs)).map(({ run, which, split, epoch, at_ms, detail }) => ({
        run,
        which,
        split,
        epoch,
        atMs: at_ms,
        metrics: numbersFromJson(detail) as SplitMetrics,
      })),
  };
}
