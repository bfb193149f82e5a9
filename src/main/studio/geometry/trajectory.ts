import { z } from 'zod';
import type { Trajectory } from '../../../core/contract/geometry.ts';
import type { RunId } from '../../../core/contract/runs.ts';
import type { ModalityInfo } from '../../../core/data/dataset.ts';
import { layouts } from '../../../core/data/index.ts';
import { addMoments, emptyMoments } from '../../../core/geometry/moments.ts';
import { onPlane, principalPlane } from '../../../core/geometry/principal-plane.ts';
import type { SketchName } from '../../../core/geometry/record.ts';
import { BUCKETS } from '../../../core/geometry/sketch.ts';
import { encoderWords } from '../../../core/nn/encoder-words.ts';
import { ModelSettings } from '../../../core/train/config.ts';
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

/**
 * What the weights of a run's encoders are, as far as a run says it: two that differ here have gradients of other lengths. Sequences of
 * different data sets have other features, so theirs are named with the data. A configuration that this program cannot read counts as one
 * of pictures.
 */
function encodersOf(library: Library, run: RunId): string {
  const { config, dataName, dataFingerprint } = library.getRun(run);
  const { model, data } = Of.catch({ model: {}, data: {} }).parse(config);
  const settings = ModelSettings.catch(ModelSettings.parse({})).parse(model);
  const kinds = kindsOf(data);
  const words = encoderWords(settings, kinds.length === 0 ? ['frames'] : kinds);
  return kinds.includes('sequence') ? `${words}, on ${dataName} (${dataFingerprint?.slice(0, 8) ?? 'unknown'})` : words;
}

const Of = z.object({ model: z.unknown(), data: z.looseObject({ layout: z.string().optional() }) });

function kindsOf(data: { readonly layout?: string | undefined }): ModalityInfo['kind'][] {
  const layout = Object.values(layouts).find(({ id }) => id === data.layout);
  const parsed = layout?.definition.safeParse(data);
  return layout && parsed?.success ? layout.modalities(parsed.data as never).map(({ kind }) => kind) : [];
}
