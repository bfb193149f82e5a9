import type { Trajectory } from '../../../core/contract/geometry.ts';
import type { RunId } from '../../../core/contract/runs.ts';
import { addMoments, emptyMoments } from '../../../core/geometry/moments.ts';
import { onPlane, principalPlane } from '../../../core/geometry/principal-plane.ts';
import type { SketchName } from '../../../core/geometry/record.ts';
import { BUCKETS } from '../../../core/geometry/sketch.ts';
import type { Library } from '../../store/library.ts';
import type { PathName, SketchMemory } from './sketch-memory.ts';
import type { SketchPath } from './sketch-path.ts';

export interface TrajectoryRequest {
  readonly runs: readonly RunId[];
  readonly vectors: readonly SketchName[];
  readonly modalities?: readonly string[] | undefined;
  readonly isNormalised: boolean;
}

type Path = PathName & { readonly run: RunId; readonly path: SketchPath };

/**
 * The sketches of several runs on the two principal components of them all together. Only runs with the same encoders can share axes: the
 * first that has geometry says which. A sketch keeps lengths and angles of what it is of (core/geometry/sketch.ts), so the picture is that of the
 * gradients themselves, as far as two axes can show it.
 */
export async function trajectoryOf(
  library: Library,
  memory: SketchMemory,
  { runs, vectors, modalities, isNormalised }: TrajectoryRequest,
): Promise<Trajectory> {
  const leftOut: { run: RunId; reason: string }[] = [];
  const paths: Path[] = [];
  let encoders: string | null = null;
  for (const run of runs) {
    const found = await memory.pathsOf(run, vectors, isNormalised);
    const own = found.filter(({ modality }) => modalities === undefined || modalities.includes(modality));
    if (own.every(({ path }) => path.total === 0)) {
      leftOut.push({ run, reason: 'has no gradient geometry' });
      continue;
    }
    const ofRun = encodersOf(library, run);
    encoders ??= ofRun;
    if (ofRun === encoders) paths.push(...own.map((path) => ({ run, ...path })));
    else leftOut.push({ run, reason: `has other encoders (${ofRun}) than the runs shown (${encoders})` });
  }
  const all = emptyMoments(BUCKETS);
  for (const { path } of paths) addMoments(all, path.moments);
  const plane = principalPlane(all);
  return {
    explained: [...plane.explained],
    leftOut,
    paths: paths.map(({ run, modality, vector, path }) => {
      const places = path.points.map(({ row }) => onPlane(plane, row));
      return {
        ...{ run, modality, vector, total: path.total },
        steps: Uint32Array.from(path.points, ({ step }) => step),
        x: Float64Array.from(places, ([x]) => x),
        y: Float64Array.from(places, ([, y]) => y),
      };
    }),
  };
}

/** What the weights of a run's encoders are, as far as a run says it: two that differ here have gradients of other lengths. */
function encodersOf(library: Library, run: RunId): string {
  const width = (library.getRun(run).config as { model?: { width?: unknown } } | null)?.model?.width;
  return `ResNet-18, width ${String(width ?? 64)}`;
}
