import type { Smoothing } from '../../core/contract/series.ts';
import { smooth } from '../../core/series/smooth.ts';
import { joinPoints, type Points } from '../store/chunk.ts';
import type { CurveHead } from '../store/curves.ts';
import type { Library } from '../store/library.ts';

/** A whole series, and its smoothed line where one was asked for. */
export interface RememberedSeries {
  readonly points: Points;
  smoothed(smoothing: Smoothing): Float64Array | null;
}

/** A series to be read, in the generation that its run is in. */
export type Wanted = CurveHead & { readonly generation: number };

/** Series in memory never hold more than this, but for the one that is in use. */
const MOST_BYTES = 160 * 1024 * 1024;

class Entry implements RememberedSeries {
  readonly generation: number;
  readonly points: Points;
  #smoothed: { readonly key: string; readonly line: Float64Array | null } | null = null;

  constructor(points: Points, generation: number) {
    this.points = points;
    this.generation = generation;
  }

  smoothed(smoothing: Smoothing): Float64Array | null {
    const key = JSON.stringify(smoothing);
    if (this.#smoothed?.key !== key) this.#smoothed = { key, line: smooth(this.points.steps, this.points.values, smoothing) };
    return this.#smoothed.line;
  }

  get bytes(): number {
    return this.points.steps.length * (4 + 8 + 8) + (this.#smoothed?.line?.byteLength ?? 0);
  }
}

export interface SeriesMemory {
  /** A series as it is now. */
  read(library: Library, wanted: Wanted): RememberedSeries;
  /** When a run's first point arrived. */
  firstWall(library: Library, run: string, generation: number): number | null;
}

/**
 * Keeps the series that charts have shown, the longest unused ones given up first, so that a zoom or another smoothing reads nothing. Of one
 * that has grown only what is new is read; one of another generation is read anew.
 */
export function seriesMemory(mostBytes = MOST_BYTES): SeriesMemory {
  // Not by the key in the file, which another series gets when this one is deleted.
  const entries = new Map<string, Entry>();
  const walls = new Map<string, { readonly generation: number; readonly wall: number }>();

  function usable(one: Wanted): Entry | null {
    const entry = entries.get(keyOf(one));
    return entry !== undefined && entry.generation === one.generation && entry.points.steps.length <= one.n ? entry : null;
  }
  function giveUp(inUse: string): void {
    let bytes = 0;
    for (const entry of entries.values()) bytes += entry.bytes;
    for (const [key, entry] of entries) {
      if (bytes <= mostBytes) return;
      if (key === inUse) continue;
      bytes -= entry.bytes;
      entries.delete(key);
    }
  }
  /** What is there and what is new, in one. */
  function readOn(library: Library, wanted: Wanted, known: Entry | null): Entry {
    const { series, n, generation } = wanted;
    const steps = known?.points.steps;
    const news = library.pointsAfter([{ series, after: steps?.at(-1) ?? -1, room: n - (steps?.length ?? 0) }]).get(series);
    return new Entry(joinPoints([known?.points, news].filter((part) => part !== undefined)), generation);
  }

  return {
    read(library, wanted) {
      const key = keyOf(wanted);
      const known = usable(wanted);
      const entry = known?.points.steps.length === wanted.n ? known : readOn(library, wanted, known);
      // Taken out and put in again: the order of a Map is that of use.
      entries.delete(key);
      entries.set(key, entry);
      giveUp(key);
      return entry;
    },

    firstWall(library, run, generation) {
      const known = walls.get(run);
      if (known?.generation === generation) return known.wall;
      const wall = library.firstWall(run);
      if (wall !== null) walls.set(run, { generation, wall });
      return wall;
    },
  };
}

const keyOf = ({ run, name }: CurveHead): string => `${run} ${name}`;
