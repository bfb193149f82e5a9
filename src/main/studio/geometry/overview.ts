import type { GeometryOverview, ModalityGeometry } from '../../../core/contract/geometry.ts';
import type { RunId } from '../../../core/contract/runs.ts';
import { cosineOf, type GeometryRecord, normOf } from '../../../core/geometry/record.ts';
import { isSuppressed } from '../../../core/geometry/suppressed.ts';
import type { Library } from '../../store/library.ts';
import { afterStep, eachRow, PAGE, START } from './pages.ts';

type Figures = Omit<GeometryRecord, 'sketches'>;

/** One encoder's columns while they grow. */
interface Columns {
  readonly stages: string[];
  readonly steps: number[];
  readonly cosine: number[];
  readonly stageCosines: number[];
  readonly strength: number[];
  readonly appliedShare: number[];
  readonly suppressed: number[];
}

/** What was measured of a run after a step; all of it without one. */
export async function overviewOf(library: Library, run: RunId, after?: number): Promise<GeometryOverview> {
  const { config, environment } = library.getRun(run);
  const generation = library.getGeneration(run);
  const columns = new Map<string, Columns>();
  const from = after === undefined ? START : afterStep(after);
  await eachRow(
    from,
    (cursor, limit) => library.geometryAfter(run, cursor, limit),
    (record) => addTo(columns, record),
    PAGE.figures,
  );
  return {
    run,
    every: everyOf(config),
    stepsPerEpoch: environment?.stepsPerEpoch ?? null,
    generation,
    modalities: [...columns.keys()],
    byModality: Object.fromEntries([...columns].map(([modality, own]) => [modality, arraysOf(own)])),
  };
}

function addTo(columns: Map<string, Columns>, record: Figures): void {
  let own = columns.get(record.modality);
  if (own === undefined) {
    own = {
      stages: Object.keys(record.stages),
      steps: [],
      cosine: [],
      stageCosines: [],
      strength: [],
      appliedShare: [],
      suppressed: [],
    };
    columns.set(record.modality, own);
  }
  own.steps.push(record.step);
  own.cosine.push(cosineOf(record, 'joint', 'unimodal'));
  for (const stage of own.stages) own.stageCosines.push(record.stages[stage] ?? Number.NaN);
  own.strength.push(record.strength ?? Number.NaN);
  own.appliedShare.push(normOf(record, 'applied') / normOf(record, 'total'));
  own.suppressed.push(Number(isSuppressed(record)));
}

const arraysOf = ({ stages, steps, suppressed, ...rest }: Columns): ModalityGeometry => ({
  stages,
  steps: Uint32Array.from(steps),
  suppressed: Uint8Array.from(suppressed),
  cosine: Float64Array.from(rest.cosine),
  stageCosines: Float64Array.from(rest.stageCosines),
  strength: Float64Array.from(rest.strength),
  appliedShare: Float64Array.from(rest.appliedShare),
});

/** Of a configuration that may be from another version. */
function everyOf(config: unknown): number | null {
  const every = (config as { diagnostics?: { geometryEvery?: unknown } } | null)?.diagnostics?.geometryEvery;
  return Number.isInteger(every) ? (every as number) : null;
}
