import { AppError } from '../../core/errors/app-error.ts';
import { joinPoints, pointsBetween, type Points } from './chunk.ts';
import type { StoreContext } from './context.ts';
import { near } from './near.ts';
import type { PointTables } from './point-tables.ts';
import { extreme, type Summary } from './summary.ts';

/** Steps from `from` to `to`, both included. */
export interface StepRange {
  readonly from?: number;
  readonly to?: number;
}

export interface SeriesSummary extends Summary {
  readonly run: string;
  readonly name: string;
}

interface SummaryRow {
  readonly run: string;
  readonly name: string;
  readonly n: number;
  readonly nan: number;
  readonly infinite: number;
  readonly last: number | null;
  readonly last_step: number;
  readonly min: number | null;
  readonly min_step: number | null;
  readonly max: number | null;
  readonly max_step: number | null;
}

const SUMMARIES = `SELECT run.id AS run, series.name, summary.* FROM run JOIN series ON series.run = run.number JOIN summary ON summary.series = series.id`;

/** Reading points. */
export function seriesReader({ db, numberOf }: StoreContext, tables: PointTables) {
  const id = db.prepare<[number, string], number>('SELECT id FROM series WHERE run = ? AND name = ?').pluck();
  const names = db.prepare<[number], string>('SELECT name FROM series WHERE run = ? ORDER BY name').pluck();
  const ofRun = db.prepare<[string], SummaryRow>(`${SUMMARIES} WHERE run.id = ? ORDER BY series.name`);
  function idOf(run: string, name: string): number {
    const number = numberOf(run);
    const found = id.get(number, name);
    if (found !== undefined) return found;
    const known = names.all(number);
    throw new AppError('store.unknown-series', { run, wanted: name, near: near(name, known), total: known.length });
  }

  function read(series: number, { from = 0, to = Number.MAX_SAFE_INTEGER }: StepRange): Points {
    const sealed = tables
      .headers(series, from, to)
      .map(({ step0 }) => pointsBetween(tables.chunkPoints(series, step0), from, to));
    return joinPoints([...sealed, tables.livePoints(series, from, to)]);
  }

  return {
    /** All series of a run with their summaries, by name. */
    listSeries: (run: string): SeriesSummary[] => (numberOf(run), ofRun.all(run).map(toSummary)),

    /** Every point, or those in a range of steps. For what came since: `{ from: lastStep + 1 }`. */
    readSeries: (run: string, name: string, range: StepRange = {}): Points => read(idOf(run, name), range),
  };
}

function toSummary(row: SummaryRow): SeriesSummary {
  return {
    run: row.run,
    name: row.name,
    n: row.n,
    nan: row.nan,
    infinite: row.infinite,
    last: row.last ?? NaN,
    lastStep: row.last_step,
    min: row.min === null ? null : extreme(row.min, row.min_step ?? -1),
    max: row.max === null ? null : extreme(row.max, row.max_step ?? -1),
  };
}
