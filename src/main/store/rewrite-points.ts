import { CHUNK_POINTS, lowerBound, pointsBetween, type Points } from './chunk.ts';
import type { PointTables } from './point-tables.ts';
import type { SeriesState } from './series-state.ts';
import { emptyTally, tallyPoint, type Tally } from './summary.ts';

/**
 * The slow way to append: points that do not all follow the last one, because a resumed run sends steps again or a series comes out
 * of order. A step that is there gets the new value; sealed chunks are opened, changed and sealed again. What is sent again
 * unchanged, as a resumed run on the processor does, costs only the comparison and keeps the time of its first arrival. Returns whether
 * anything is not as it was.
 */
export function rewritePoints(
  tables: PointTables,
  state: SeriesState,
  steps: readonly number[],
  values: readonly number[],
  wall: number,
): boolean {
  const sealed = new Map<number, Map<number, number>>();
  const homeOf = homes(tables, state.id, steps);
  let isChanged = false;
  for (const [i, step] of steps.entries()) {
    const value = values[i] ?? NaN;
    if (step <= state.sealedTo) {
      const home = homeOf(step);
      sealed.set(home, (sealed.get(home) ?? new Map<number, number>()).set(step, value));
    } else if (!isSame(tables.liveValue(state.id, step), value)) {
      tables.upsert(state.id, step, wall, value);
      isChanged = true;
    }
  }
  for (const [step0, changes] of sealed) {
    const old = tables.chunkPoints(state.id, step0);
    const news = withoutKnown(changes, old);
    if (news.size === 0) continue;
    tables.dropChunk(state.id, step0);
    for (const part of split(merge(old, news, wall))) tables.putChunk(state.id, part);
    isChanged = true;
  }
  if (!isChanged) return false;
  state.tail = tables.countLive(state.id);
  state.tally = tallyAgain(tables, state.id);
  return true;
}

/** Finds the chunk a step belongs to: the one that spans it, or the one before the gap it lies in. */
function homes(tables: PointTables, series: number, steps: readonly number[]): (step: number) => number {
  const from = steps.reduce((least, step) => Math.min(least, step), Infinity);
  const to = steps.reduce((greatest, step) => Math.max(greatest, step), 0);
  const spanning = tables.headers(series, from, to);
  return (step) => spanning.find(({ step0, step1 }) => step0 <= step && step <= step1)?.step0 ?? tables.homeOf(series, step);
}

/** Equal as stored numbers: a NaN is a NaN, and SQLite knows no negative zero. */
const isSame = (a: number | undefined, b: number): boolean => a === b || (a !== a && b !== b);

function withoutKnown(changes: ReadonlyMap<number, number>, { steps, values }: Points): ReadonlyMap<number, number> {
  const isNew = ([step, value]: readonly [number, number]): boolean => {
    const at = lowerBound(steps, step);
    return steps[at] !== step || !isSame(values[at], value);
  };
  return new Map([...changes].filter(isNew));
}

function merge(old: Points, changes: ReadonlyMap<number, number>, wall: number): Points {
  const added = [...changes.keys()].filter((step) => old.steps[lowerBound(old.steps, step)] !== step);
  const steps = added.length === 0 ? old.steps : Uint32Array.from([...old.steps, ...added]).sort();
  const walls = new Float64Array(steps.length).fill(wall);
  const values = new Float64Array(steps.length);
  old.steps.forEach((step, i) => {
    const at = added.length === 0 ? i : lowerBound(steps, step);
    walls[at] = old.walls[i] ?? wall;
    values[at] = old.values[i] ?? NaN;
  });
  for (const [step, value] of changes) {
    const at = lowerBound(steps, step);
    walls[at] = wall;
    values[at] = value;
  }
  return { steps, walls, values };
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
export function tallyAgain(tables: PointTables, series: number): Tally {
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
