import type { Database } from 'better-sqlite3';
import {
  CHUNK_POINTS,
  decodeChunk,
  encodeChunk,
  pointsBetween,
  type ChunkBlobs,
  type ChunkHeader,
  type Points,
} from './chunk.ts';

const HEADER = 'step0, step1, n, vmin, vmin_step, vmax, vmax_step, nan, infinite';

/** The statements on the two tables of points: live rows, and sealed chunks whose step ranges never overlap and lie before the live rows. */
export function pointTables(db: Database) {
  const insert = db.prepare('INSERT INTO point_tail (series, step, wall, value) VALUES (?, ?, ?, ?)');
  const upsert = db.prepare(
    'INSERT INTO point_tail (series, step, wall, value) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET wall = excluded.wall, value = excluded.value',
  );
  const live = db
    .prepare<[number, number, number, number], [number, number, number | null]>(
      'SELECT step, wall, value FROM point_tail WHERE series = ? AND step BETWEEN ? AND ? ORDER BY step LIMIT ?',
    )
    .raw();
  const liveValue = db
    .prepare<[number, number], number | null>('SELECT value FROM point_tail WHERE series = ? AND step = ?')
    .pluck();
  const dropLive = db.prepare('DELETE FROM point_tail WHERE series = ? AND step <= ?');
  const dropLiveAfter = db.prepare('DELETE FROM point_tail WHERE series = ? AND step > ?');
  const countLive = db.prepare<[number], number>('SELECT count(*) FROM point_tail WHERE series = ?').pluck();
  const headers = db.prepare<[number, number, number], ChunkHeader>(
    `SELECT ${HEADER} FROM point_chunk WHERE series = ? AND step1 >= ? AND step0 <= ? ORDER BY step0`,
  );
  const blobs = db.prepare<[number, number], ChunkBlobs>(
    'SELECT steps, walls, vals FROM point_chunk WHERE series = ? AND step0 = ?',
  );
  const home = db
    .prepare<[{ series: number; step: number }], number>(
      `SELECT coalesce((SELECT max(step0) FROM point_chunk WHERE series = :series AND step0 <= :step),
        (SELECT min(step0) FROM point_chunk WHERE series = :series))`,
    )
    .pluck();
  const putChunk = db.prepare(`
    INSERT INTO point_chunk (series, ${HEADER}, steps, walls, vals)
    VALUES (:series, :step0, :step1, :n, :vmin, :vmin_step, :vmax, :vmax_step, :nan, :infinite, :steps, :walls, :vals)`);
  const dropChunk = db.prepare('DELETE FROM point_chunk WHERE series = ? AND step0 = ?');

  /** Live points with steps in [from, to], at most `limit`. */
  function livePoints(series: number, from: number, to: number, limit = -1): Points {
    const rows = live.all(series, from, to, limit);
    const points = {
      steps: new Uint32Array(rows.length),
      walls: new Float64Array(rows.length),
      values: new Float64Array(rows.length),
    };
    for (const [i, [step, wall, value]] of rows.entries()) {
      points.steps[i] = step;
      points.walls[i] = wall;
      points.values[i] = value ?? NaN;
    }
    return points;
  }

  return {
    /** A new live point. A NaN becomes NULL by itself. */
    insert: (series: number, step: number, wall: number, value: number): void => void insert.run(series, step, wall, value),
    /** Value of a live point; undefined where there is none at this step. */
    liveValue(series: number, step: number): number | undefined {
      const value = liveValue.get(series, step);
      return value === null ? NaN : value;
    },
    upsert: (series: number, step: number, wall: number, value: number): void => void upsert.run(series, step, wall, value),
    livePoints,
    countLive: (series: number): number => countLive.get(series) ?? 0,

    /** Headers of the chunks that reach into [from, to], by step. */
    headers: (series: number, from: number, to: number): ChunkHeader[] => headers.all(series, from, to),

    /** Step at which the chunk begins that holds `step` or is nearest before it; the first chunk where none is before. */
    homeOf: (series: number, step: number): number => home.get({ series, step }) ?? 0,

    chunkPoints(series: number, step0: number): Points {
      const row = blobs.get(series, step0);
      if (row === undefined) throw new Error(`series ${series} has no chunk at step ${step0}`);
      return decodeChunk(row);
    },

    putChunk: (series: number, points: Points): void => void putChunk.run({ series, ...encodeChunk(points) }),
    dropChunk: (series: number, step0: number): void => void dropChunk.run(series, step0),

    /** Removes every point with a step beyond `step`; a chunk that reaches beyond it is cut. */
    dropAfter(series: number, step: number): void {
      dropLiveAfter.run(series, step);
      for (const { step0 } of headers.all(series, step + 1, Number.MAX_SAFE_INTEGER)) {
        const row = blobs.get(series, step0);
        dropChunk.run(series, step0);
        if (row === undefined || step0 > step) continue;
        putChunk.run({ series, ...encodeChunk(pointsBetween(decodeChunk(row), 0, step)) });
      }
    },

    /** Moves the oldest live points, at most a chunk of them, into a sealed chunk. Returns how many, and the last step sealed. */
    seal(series: number): { readonly n: number; readonly lastStep: number } {
      const points = livePoints(series, 0, Number.MAX_SAFE_INTEGER, CHUNK_POINTS);
      const lastStep = points.steps.at(-1);
      if (lastStep === undefined) return { n: 0, lastStep: -1 };
      putChunk.run({ series, ...encodeChunk(points) });
      dropLive.run(series, lastStep);
      return { n: points.steps.length, lastStep };
    },
  };
}

export type PointTables = ReturnType<typeof pointTables>;
