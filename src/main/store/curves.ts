import { decodeChunk, pointsBetween, type ChunkBlobs, type Points } from './chunk.ts';
import type { StoreContext } from './context.ts';
import { growingPoints } from './growing-points.ts';
import type { PointTables } from './point-tables.ts';

/** What is known of a series before its points are read. */
export interface CurveHead {
  readonly run: string;
  readonly name: string;
  /** Its key in the file. */
  readonly series: number;
  readonly n: number;
  readonly firstStep: number;
  readonly last: number;
  readonly lastStep: number;
  readonly min: number | null;
  readonly max: number | null;
}

/** What the curves of a run have in common. */
export interface CurveRun {
  readonly run: string;
  /** Grows when points were taken away or given another value. */
  readonly generation: number;
  readonly stepsPerEpoch: number | null;
}

/** Points to be read of a series. */
export interface PointsWanted {
  readonly series: number;
  readonly after: number;
  readonly room?: number;
}

interface HeadRow extends Omit<CurveHead, 'last' | 'lastStep'> {
  readonly last: number | null;
  readonly last_step: number;
}

interface BlobRow extends ChunkBlobs {
  readonly series: number;
}

const HEADS = `
  SELECT run.id AS run, series.name, series.id AS series, summary.n, summary.last, summary.last_step, summary.min, summary.max,
    coalesce((SELECT min(step0) FROM point_chunk WHERE series = series.id), (SELECT min(step) FROM point_tail WHERE series = series.id), 0)
      AS firstStep
  FROM run JOIN series ON series.run = run.number JOIN summary ON summary.series = series.id
  WHERE run.id IN (SELECT value FROM json_each(:runs))`;

/** Curves of many runs, each question one statement. Runs and series that are not there are left out. */
export function curveReader({ db, numberOf }: StoreContext, tables: PointTables) {
  const all = db.prepare<[object], HeadRow>(`${HEADS} ORDER BY run.number, series.name`);
  const named = db.prepare<[object], HeadRow>(
    `${HEADS} AND series.name IN (SELECT value FROM json_each(:names)) ORDER BY run.number, series.name`,
  );
  const runs = db.prepare<[string], CurveRun>(`
    SELECT id AS run, generation, environment ->> '$.stepsPerEpoch' AS stepsPerEpoch FROM run
    WHERE id IN (SELECT value FROM json_each(?))`);
  const generation = db.prepare<[number], number>('SELECT generation FROM run WHERE number = ?').pluck();
  const chunks = db.prepare<[string], BlobRow>(`
    SELECT point_chunk.series, steps, walls, vals FROM json_each(?) wanted
    JOIN point_chunk ON point_chunk.series = wanted.value ->> 0 AND point_chunk.step1 > wanted.value ->> 1
    ORDER BY wanted.key, point_chunk.step0`);
  const firstWalls = db
    .prepare<[{ run: string }], [Buffer | null, number | null]>(
      `SELECT
        (SELECT substr(walls, 1, 8) FROM point_chunk WHERE series = series.id ORDER BY step0 LIMIT 1),
        (SELECT wall FROM point_tail WHERE series = series.id ORDER BY step LIMIT 1)
      FROM run JOIN series ON series.run = run.number WHERE run.id = :run`,
    )
    .raw();

  return {
    /** In the order in which the runs were made; without names all curves of each. */
    curveHeads(of: readonly string[], names: readonly string[] | null): CurveHead[] {
      const wanted = { runs: JSON.stringify(of) };
      const rows = names === null ? all.all(wanted) : named.all({ ...wanted, names: JSON.stringify(names) });
      return rows.map(({ last, last_step: lastStep, ...head }) => ({ ...head, last: last ?? NaN, lastStep }));
    },

    curveRuns: (of: readonly string[]): CurveRun[] => runs.all(JSON.stringify(of)),

    /** See `CurveRun`. Throws `store.unknown-run`. */
    getGeneration: (run: string): number => generation.get(numberOf(run)) ?? 0,

    /** Points of each series with a step beyond `after` (-1: all), by the series' key. `room`: about how many they are, to be copied only once. */
    pointsAfter(wanted: readonly PointsWanted[]): Map<number, Points> {
      const growing = new Map(wanted.map(({ series, after, room }) => [series, { after, points: growingPoints(room) }]));
      for (const row of chunks.iterate(JSON.stringify(wanted.map(({ series, after }) => [series, after])))) {
        const one = growing.get(row.series);
        if (one !== undefined) one.points.add(pointsBetween(decodeChunk(row), one.after + 1, Number.MAX_SAFE_INTEGER));
      }
      for (const [series, { after, points }] of growing)
        points.add(tables.livePoints(series, after + 1, Number.MAX_SAFE_INTEGER));
      return new Map([...growing].map(([series, { points }]) => [series, points.all()]));
    },

    /** When the first point of a run arrived, in milliseconds since 1970; null where it has none. */
    firstWall(run: string): number | null {
      const walls = firstWalls.all({ run }).flatMap(([sealed, live]) => (sealed === null ? (live ?? []) : sealed.readDoubleLE()));
      return walls.length === 0 ? null : Math.min(...walls);
    },
  };
}
