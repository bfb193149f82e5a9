import type { StoreContext } from './context.ts';
import { emptyTally, type Tally } from './summary.ts';

/** What appending needs to know of a series; kept in memory while its run is written. */
export interface SeriesState {
  readonly id: number;
  /** Last step that lies in a sealed chunk; -1 if none does. */
  sealedTo: number;
  /** Rows in the live table. */
  tail: number;
  tally: Tally;
}

interface SummaryRow {
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

/** The states of all series that are being written, read from the database at first use and dropped when a transaction fails. */
export function seriesStates({ db, onRollback, numberOf }: StoreContext) {
  const find = db.prepare<[number, string], number>('SELECT id FROM series WHERE run = ? AND name = ?').pluck();
  const insert = db.prepare('INSERT INTO series (run, name) VALUES (?, ?)');
  const sealedTo = db.prepare<[number], number | null>('SELECT max(step1) FROM point_chunk WHERE series = ?').pluck();
  const tail = db.prepare<[number], number>('SELECT count(*) FROM point_tail WHERE series = ?').pluck();
  const summary = db.prepare<[number], SummaryRow>('SELECT * FROM summary WHERE series = ?');
  const putSummary = db.prepare('INSERT OR REPLACE INTO summary VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const runs = new Map<string, Map<string, SeriesState>>();
  onRollback(() => runs.clear());

  function load(run: string, name: string): SeriesState {
    const number = numberOf(run);
    const id = find.get(number, name) ?? Number(insert.run(number, name).lastInsertRowid);
    const row = summary.get(id);
    return {
      id,
      sealedTo: sealedTo.get(id) ?? -1,
      tail: tail.get(id) ?? 0,
      tally: row === undefined ? emptyTally() : toTally(row),
    };
  }

  return {
    /** A series of a run, made if it is new. */
    of(run: string, name: string): SeriesState {
      const series = runs.get(run) ?? new Map<string, SeriesState>();
      const state = series.get(name) ?? load(run, name);
      runs.set(run, series.set(name, state));
      return state;
    },

    /** Writes a series' summary as it is in memory. */
    save({ id, tally }: SeriesState): void {
      const isFinite = tally.minStep >= 0;
      const [min, minStep, max, maxStep] = isFinite
        ? [tally.min, tally.minStep, tally.max, tally.maxStep]
        : [null, null, null, null];
      putSummary.run(id, tally.n, tally.nan, tally.infinite, tally.last, tally.lastStep, min, minStep, max, maxStep);
    },

    /** Forgets a run that is no longer written. */
    forget: (run: string): void => void runs.delete(run),
  };
}

function toTally(row: SummaryRow): Tally {
  return {
    n: row.n,
    nan: row.nan,
    infinite: row.infinite,
    last: row.last ?? NaN,
    lastStep: row.last_step,
    min: row.min ?? Infinity,
    minStep: row.min_step ?? -1,
    max: row.max ?? -Infinity,
    maxStep: row.max_step ?? -1,
  };
}
