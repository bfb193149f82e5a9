import type { StoreContext } from './context.ts';
import { numbersFromJson } from './json.ts';
import type { Which } from './metrics.ts';
import { RUN_COLUMNS, toRun, type Run, type RunRow } from './run.ts';
import { searchQuery } from './search.ts';

/** A run by its number in the file, with a value. */
export type Numbered<T> = readonly [number: number, value: T];

export type ConfigValue = string | number | null;

/** Figures of a split as a table shows them; NaN is null. */
export interface FigureRow {
  readonly loss: number | null;
  readonly accuracy: number | null;
  readonly macroF1: number | null;
  readonly map: number | null;
  readonly modality: Readonly<Record<string, number>>;
}

/** Last, least and greatest value of a series; the extremes null where none is finite. */
export interface SeriesRow {
  readonly last: number;
  readonly min: number | null;
  readonly max: number | null;
}

/** What was changed since a moment: numbers of runs, those that are gone among them. */
export interface Changes {
  readonly at: number;
  readonly runs: readonly number[];
}

type FigureColumns = [number, number | null, number | null, number | null, number | null, string];

/** All runs' values of one column at a time: what a table that sorts and filters keeps in memory. With `only`, of these runs alone. */
export function runColumns({ db }: StoreContext) {
  const changes = db.prepare<[number], { run: number; at: number }>('SELECT run, at FROM change WHERE at > ?');
  const all = db.prepare<[], RunRow>(`SELECT ${RUN_COLUMNS} FROM run ORDER BY number`);
  const some = db.prepare<[string], RunRow>(
    `SELECT ${RUN_COLUMNS} FROM run WHERE number IN (SELECT value FROM json_each(?)) ORDER BY number`,
  );
  const found = db.prepare<[string], number>('SELECT rowid FROM run_text WHERE run_text MATCH ?').pluck();
  /** A question about all runs, and the same about some; only the second may cost a search for each. */
  const both = <Row>(sql: string, some: string) => {
    const [whole, part] = [db.prepare<[object], Row>(sql).raw(), db.prepare<[object], Row>(`${sql} ${some}`).raw()];
    return (values: object, only: readonly number[] | null): Row[] =>
      only === null ? whole.all(values) : part.all({ ...values, only: JSON.stringify(only) });
  };
  const config = both<[number, ConfigValue]>(
    `SELECT number, CASE json_type(config, :path) WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE config ->> :path END FROM run`,
    'WHERE number IN (SELECT value FROM json_each(:only))',
  );
  const figures = both<FigureColumns>(
    `SELECT run, loss, accuracy, macro_f1, map, modality_accuracy FROM metric INDEXED BY metric_figures WHERE split = :split AND which = :which`,
    'AND run IN (SELECT value FROM json_each(:only))',
  );
  const series = both<[number, number | null, number | null, number | null]>(
    'SELECT series.run, last, min, max FROM series JOIN summary ON summary.series = series.id WHERE series.name = :name',
    'AND series.run IN (SELECT value FROM json_each(:only))',
  );

  const configs = db.prepare<[], string>('SELECT config FROM run GROUP BY group_key').pluck();
  const splits = db.prepare<[], { split: string; which: Which }>(
    'SELECT DISTINCT split, which FROM metric ORDER BY split, which',
  );
  const modalities = db
    .prepare<[], string>(
      `SELECT DISTINCT json_each.key FROM metric, json_each(modality_accuracy)
      WHERE metric.run IN (SELECT max(number) FROM run GROUP BY method, data_name) ORDER BY 1`,
    )
    .pluck();
  // One jump through the index for each name, instead of reading a line for each run and name.
  const names = db
    .prepare<[], string>(
      `WITH RECURSIVE found (name) AS (
        SELECT min(name) FROM series
        UNION ALL SELECT (SELECT min(series.name) FROM series WHERE series.name > found.name) FROM found WHERE found.name IS NOT NULL)
      SELECT name FROM found WHERE name IS NOT NULL`,
    )
    .pluck();

  return {
    /** What changed after the moment `at`, 0 being before everything. */
    runChanges(at: number): Changes {
      const rows = changes.all(at);
      return { at: rows.reduce((latest, row) => Math.max(latest, row.at), at), runs: rows.map(({ run }) => run) };
    },

    /** By number, in the trash or not. */
    allRuns: (only: readonly number[] | null): Run[] => (only === null ? all.all() : some.all(JSON.stringify(only))).map(toRun),

    /** Numbers of the runs in which every word occurs; null if there is nothing to look for. */
    searchRuns(typed: string): number[] | null {
      const match = searchQuery(typed);
      return match === null ? null : found.all(match);
    },

    /** A value of the configuration, by the keys that lead to it. */
    configColumn: (path: readonly string[], only: readonly number[] | null): Numbered<ConfigValue>[] =>
      config({ path: jsonPath(path) }, only),

    figureColumns: (split: string, which: string, only: readonly number[] | null): Numbered<FigureRow>[] =>
      figures({ split, which }, only).map(([run, loss, accuracy, macroF1, map, modality]) => [
        run,
        { loss, accuracy, macroF1, map, modality: numbersFromJson(modality) as Record<string, number> },
      ]),

    seriesColumns: (name: string, only: readonly number[] | null): Numbered<SeriesRow>[] =>
      series({ name }, only).map(([run, last, min, max]) => [run, { last: last ?? NaN, min, max }]),

    /** One configuration of each group of runs that differ only in their seed. */
    someConfigs: (): unknown[] => configs.all().map((text) => JSON.parse(text) as unknown),
    metricSplits: () => splits.all(),
    metricModalities: (): string[] => modalities.all(),
    seriesNames: (): string[] => names.all(),
  };
}

/** Keys may hold any character but a quotation mark, which no key of ours has. */
const jsonPath = (path: readonly string[]): string => `$${path.map((key) => `."${key.replaceAll('"', '')}"`).join('')}`;
