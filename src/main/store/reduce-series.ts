import { bucketWidth } from '../../core/series/decimate.ts';
import { joinPoints, pointsBetween, type ChunkHeader, type Points } from './chunk.ts';
import type { PointTables } from './point-tables.ts';
import { reducer } from './reduce.ts';
import type { StepRange } from './series.ts';

/** A series as a chart of limited width shows it. */
export interface Reduced {
  readonly steps: Uint32Array;
  readonly values: Float64Array;
  /** "`shown` of `total` points" in the asked range. */
  readonly shown: number;
  readonly total: number;
}

/** A stretch of a series: read, or known by its header only. */
type Part = Points | ChunkHeader;

/**
 * Reduces a series for `buckets` columns. Short series come whole; the first and the last point always stay. Chunks that lie within
 * one bucket are not opened, so a wide view of a long series costs a scan of headers.
 */
export function reduceSeries(
  tables: PointTables,
  series: number,
  buckets: number,
  { from = 0, to = Number.MAX_SAFE_INTEGER }: StepRange,
): Reduced {
  const open = ({ step0 }: ChunkHeader): Points => pointsBetween(tables.chunkPoints(series, step0), from, to);
  const headers = tables.headers(series, from, to);
  const last = headers.length - 1;
  const parts: Part[] = headers.map((header, i) => (i === 0 || i === last ? open(header) : header));
  parts.push(tables.livePoints(series, from, to));

  const total = parts.reduce((sum, part) => sum + (isOpen(part) ? part.steps.length : part.n), 0);
  const toPoints = (part: Part): Points => (isOpen(part) ? part : open(part));
  if (total <= 2 * buckets) return whole(joinPoints(parts.map(toPoints)));

  const ends = parts.filter(isOpen).filter(({ steps }) => steps.length > 0);
  const [firstPart, lastPart] = [ends[0], ends.at(-1)];
  if (firstPart === undefined || lastPart === undefined) return whole(joinPoints([]));
  const firstStep = firstPart.steps[0] ?? 0;
  const lastStep = lastPart.steps.at(-1) ?? 0;

  const width = bucketWidth(firstStep, lastStep, buckets);
  const reduced = reducer(width);
  for (const part of parts) {
    if (isOpen(part)) reduced.points(part);
    else if (liesInOneBucket(part, width)) reduced.stretch(part.vmin_step, part.vmin, part.vmax_step, part.vmax);
    else reduced.points(open(part));
  }
  reduced.keep(firstStep, firstPart.values[0] ?? NaN);
  reduced.keep(lastStep, lastPart.values.at(-1) ?? NaN);
  const { steps, values } = reduced.end();
  return { steps, values, shown: steps.length, total };
}

const isOpen = (part: Part): part is Points => 'steps' in part;

interface ClosedChunk extends ChunkHeader {
  readonly vmin: number;
  readonly vmin_step: number;
  readonly vmax: number;
  readonly vmax_step: number;
}

/** Whether the header alone says all that the bucket needs. */
function liesInOneBucket(header: ChunkHeader, width: number): header is ClosedChunk {
  const isInside = Math.floor(header.step0 / width) === Math.floor(header.step1 / width);
  return isInside && header.nan === 0 && header.infinite === 0 && header.vmin !== null && header.vmax !== null;
}

const whole = ({ steps, values }: Points): Reduced => ({ steps, values, shown: steps.length, total: steps.length });
