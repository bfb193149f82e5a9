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

/** Series in memory never hold more than this, but for those that are in use. */
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
  /** Each wanted series as it is now, by its key in the file. */
  read(library: Library, wanted: readonly Wanted[]): Map<number, RememberedSeries>;
  /** When a run's first point arrived. */
  firstWall(library: Library, run: string, generation: number): number | null;
}

/**
 * Keeps the series that charts have shown, the longest unused ones given up first, so that a zoom or another smoothing reads nothing. Of one
 * that has grown only what is new is read; one of another generation is read anew.
 */
export function seriesMemory(mostBytes = MOST_BYTES): SeriesMemory {
  const entries = new Map<number, Entry>();
  const walls = new Map<string, { readonly generation: number; readonly wall: number }>();

  function usable({ series, generation, n }: Wanted): Entry | null {
    const entry = entries.get(series);
    return entry !== undefined && entry.generation === generation && entry.points.steps.length <= n ? entry : null;
  }
  function giveUp(inUse: ReadonlySet<number>): void {
    let bytes = 0;
    for (const entry of entries.values()) bytes += entry.bytes;
    for (const [series, entry] of entries) {
      if (bytes <= mostBytes) return;
      if (inUse.has(series)) continue;
      bytes -= entry.bytes;
      entries.delete(series);
    }
  }

  return {
    read(library, wanted) {
      const stale = wanted.filter((one) => usable(one)?.points.steps.length !== one.n);
      const news = library.pointsAfter(
        stale.map((one) => ({ series: one.series, after: usable(one)?.points.steps.at(-1) ?? -1 })),
      );
      for (const one of wanted) {
        const known = usable(one);
        const more = news.get(one.series);
        const entry =
          known !== null && more === undefined
            ? known
            : new Entry(joinPoints([known?.points, more].filter((part) => part !== undefined)), one.generation);
        // Taken out and put in again: the order of a Map is that of use.
        entries.delete(one.series);
        entries.set(one.series, entry);
      }
      const read = new Map(wanted.flatMap(({ series }) => [[series, entries.get(series) as Entry] as const]));
      giveUp(new Set(read.keys()));
      return read;
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
