import { CHUNK_POINTS, pointsBetween, type Points } from './chunk.ts';
import type { PointTables } from './point-tables.ts';
import type { SeriesState } from './series-state.ts';
import { emptyTally, tallyPoint, type Tally } from './summary.ts';

/**
 * The slow way to append: points that do not all follow the last one, because a resumed run sends steps again or a series comes out
 * of order. A step that is there gets the new value. Sealed chunks are opened, changed and sealed again.
 */
export function rewritePoints(
  tables: PointTables,
  state: SeriesState,
  steps: readonly number[],
  values: readonly number[],
  wall: number,
): void {
  const byChunk = new Map<number, Map<number, number>>();
  steps.forEach((step, i) => {
    const value = values[i] ?? NaN;
    if (step > state.sealedTo) return tables.upsert(state.id, step, wall, value);
    const home = tables.homeOf(state.id, step);
    byChunk.set(home, (byChunk.get(home) ?? new Map<number, number>()).set(step, value));
  });
  for (const [step0, changed] of byChunk) {
    const merged = merge(tables.chunkPoints(state.id, step0), changed, wall);
    tables.dropChunk(state.id, step0);
    for (const part of split(merged)) tables.putChunk(state.id, part);
  }
  state.tail = tables.countLive(state.id);
  state.tally = tallyAgain(tables, state.id);
}

function merge(old: Points, changed: ReadonlyMap<number, number>, wall: number): Points {
  const rows = new Map<number, readonly [wall: number, value: number]>();
  old.steps.forEach((step, i) => rows.set(step, [old.walls[i] ?? wall, old.values[i] ?? NaN]));
  for (const [step, value] of changed) rows.set(step, [wall, value]);
  const sorted = [...rows].sort(([a], [b]) => a - b);
  return {
    steps: Uint32Array.from(sorted, ([step]) => step),
    walls: Float64Array.from(sorted, ([, [at]]) => at),
    values: Float64Array.from(sorted, ([, [, value]]) => value),
  };
}

/** Equal parts, none longer than a chunk. */
function split(points: Points): Points[] {
  const n = points.steps.length;
  const parts = Math.ceil(n / CHUNK_POINTS);
  return Array.from({ length: parts }, (_, i) => {
    const from = points.steps[Math.floor((i * n) / parts)] ?? 0;
    const to = points.steps[Math.floor(((i + 1) * n) / parts) - 1] ?? 0;
    return pointsBetween(points, from, to);
  });
}

/** The summary from what is stored: headers of chunks, and the live points. */
function tallyAgain(tables: PointTables, series: number): Tally {
  const tally = emptyTally();
  const headers = tables.headers(series, 0, Number.MAX_SAFE_INTEGER);
  for (const header of headers) {
    tally.n += header.n;
    tally.nan += header.nan;
    tally.infinite += header.infinite;
    if (header.vmin !== null && header.vmin < tally.min) [tally.min, tally.minStep] = [header.vmin, header.vmin_step ?? -1];
    if (header.vmax !== null && header.vmax > tally.max) [tally.max, tally.maxStep] = [header.vmax, header.vmax_step ?? -1];
  }
  const live = tables.livePoints(series, 0, Number.MAX_SAFE_INTEGER);
  live.steps.forEach((step, i) => tallyPoint(tally, step, live.values[i] ?? NaN));
  const lastChunk = headers.at(-1);
  if (live.steps.length === 0 && lastChunk !== undefined) {
    tally.last = tables.chunkPoints(series, lastChunk.step0).values.at(-1) ?? NaN;
    tally.lastStep = lastChunk.step1;
  }
  return tally;
}
