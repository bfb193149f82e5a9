import type { Checked, Result } from '../../core/contract/index.ts';
import { bucketWidth, decimate } from '../../core/series/decimate.ts';
import { lowerBound } from '../store/chunk.ts';
import type { CurveHead } from '../store/curves.ts';
import type { Library } from '../store/library.ts';
import type { RememberedSeries, SeriesMemory } from './series-memory.ts';

type Curve = Result<'series.read'>['curves'][number];

/** Steps that a chart shows, both ends included. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** All curves of some runs, as their summaries tell of them. */
export function listSeries(library: Library, { runs }: Checked<'series.list'>): Result<'series.list'> {
  const heads = library.curveHeads(runs, null);
  return { series: heads.map(({ run, name, n, last, lastStep, min, max }) => ({ run, name, n, last, lastStep, min, max })) };
}

/** How long curves are worked on before the program may do something else, a message of the trainer say. */
const BREATH_MS = 20;

/** Curves of a chart, smoothed over all their points and then reduced to what its columns can show. One after the other: only one must fit in memory. */
export async function readSeries(
  library: Library,
  memory: SeriesMemory,
  request: Checked<'series.read'>,
): Promise<Result<'series.read'>> {
  const ofRun = new Map(library.curveRuns(request.runs).map((run) => [run.run, run]));
  const heads = library.curveHeads(request.runs, request.names);
  const widths = columnWidths(heads, request);
  const curves: Curve[] = [];
  let since = performance.now();
  for (const head of heads) {
    if (performance.now() - since > BREATH_MS) {
      await new Promise(setImmediate);
      since = performance.now();
      if (!library.isOpen()) break;
    }
    const { run, name, lastStep } = head;
    const { generation = 0, stepsPerEpoch = null } = ofRun.get(run) ?? {};
    curves.push({
      ...{ run, name, lastStep, generation, stepsPerEpoch },
      ...shownOf(memory.read(library, { ...head, generation }), request, widths.get(name) ?? 1),
      firstWall: memory.firstWall(library, run, generation),
    });
  }
  return { curves };
}

/** What came after a cursor in each series of a run. */
export function seriesAfter(library: Library, { run, after }: Checked<'series.after'>): Result<'series.after'> {
  const heads = library.curveHeads([run], Object.keys(after));
  const grown = heads.filter(({ name, lastStep }) => lastStep > (after[name] ?? -1));
  const news = library.pointsAfter(grown.map(({ series, name }) => ({ series, after: after[name] ?? -1 })));
  return {
    generation: library.getGeneration(run),
    series: Object.fromEntries(grown.flatMap(({ series, name }) => [[name, news.get(series) ?? nothing()] as const])),
  };
}

const nothing = () => ({ steps: new Uint32Array(0), values: new Float64Array(0), walls: new Float64Array(0) });

/** One width of columns for all runs that a chart shows: that of the asked range, or of the longest run. */
function columnWidths(heads: readonly CurveHead[], { from, to, buckets }: Checked<'series.read'>): Map<string, number> {
  const ranges = new Map<string, Range>();
  for (const { name, firstStep, lastStep } of heads) {
    const before = ranges.get(name) ?? { from: firstStep, to: lastStep };
    ranges.set(name, { from: Math.min(before.from, firstStep), to: Math.max(before.to, lastStep) });
  }
  return new Map(
    [...ranges].map(([name, all]) => [name, bucketWidth(from ?? all.from, Math.min(to ?? all.to, all.to), buckets)]),
  );
}

function shownOf(
  series: RememberedSeries,
  { from = 0, to = Number.MAX_SAFE_INTEGER, buckets, smoothing }: Checked<'series.read'>,
  width: number,
): Pick<Curve, 'steps' | 'walls' | 'values' | 'smoothed' | 'shown' | 'total'> {
  const { steps, walls, values } = series.points;
  const smoothed = series.smoothed(smoothing);
  const begin = lowerBound(steps, from);
  const end = Math.max(begin, lowerBound(steps, to + 1));
  const total = end - begin;
  if (total <= 2 * buckets)
    return {
      steps: steps.slice(begin, end),
      walls: walls.slice(begin, end),
      values: values.slice(begin, end),
      smoothed: smoothed?.slice(begin, end) ?? null,
      shown: total,
      total,
    };
  const kept = decimate(steps, smoothed === null ? [values] : [values, smoothed], { begin, end }, width);
  return {
    steps: picked(new Uint32Array(kept.length), steps, kept),
    walls: picked(new Float64Array(kept.length), walls, kept),
    values: picked(new Float64Array(kept.length), values, kept),
    smoothed: smoothed === null ? null : picked(new Float64Array(kept.length), smoothed, kept),
    shown: kept.length,
    total,
  };
}

function picked<T extends Uint32Array | Float64Array>(into: T, from: T, indices: Uint32Array): T {
  for (let i = 0; i < indices.length; i++) into[i] = from[indices[i] ?? 0] ?? NaN;
  return into;
}
