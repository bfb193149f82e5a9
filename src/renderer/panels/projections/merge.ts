import type { GeometryOverview, ModalityGeometry } from '../../../core/contract/geometry.ts';
import type { RunId } from '../../../core/contract/runs.ts';

export const distinct = <T>(items: readonly T[]): T[] => [...new Set(items)];

/** The measured steps of each encoder of a run. */
export const stepsOf = ({ byModality }: GeometryOverview): readonly Uint32Array[] =>
  Object.values(byModality).map(({ steps }) => steps);

/** The last measured step of a run; -1 where there is none. */
export const lastStepOf = (overview: GeometryOverview): number =>
  Math.max(-1, ...stepsOf(overview).map((steps) => steps.at(-1) ?? -1));

/** Those of some runs, in their order. */
export const inOrder = (runs: readonly RunId[], overviews: readonly GeometryOverview[]): GeometryOverview[] =>
  runs.flatMap((run) => overviews.find((overview) => overview.run === run) ?? []);

export interface News {
  readonly overviews: readonly GeometryOverview[];
  readonly hasGrown: boolean;
  /** Runs of which steps were taken away or changed since: what is known of them stays until all of it has been read anew. */
  readonly outdated: readonly RunId[];
}

/** What is known of runs with what is new put behind it. `after`: behind which step was asked, by run; of a run not named there all was. */
export function withNews(
  known: readonly GeometryOverview[],
  news: readonly GeometryOverview[],
  after: Readonly<Record<string, number>>,
): News {
  const outdated: RunId[] = [];
  const next = new Map(known.map((overview) => [overview.run, overview]));
  let hasGrown = false;
  for (const more of news) {
    const own = next.get(more.run);
    const isAll = own === undefined || after[more.run] === undefined;
    hasGrown ||= isAll || lastStepOf(more) >= 0;
    if (isAll) next.set(more.run, more);
    else if (own.generation === more.generation) next.set(more.run, joined(own, more));
    else outdated.push(more.run);
  }
  return { overviews: [...next.values()], hasGrown, outdated };
}

function joined(known: GeometryOverview, more: GeometryOverview): GeometryOverview {
  const modalities = distinct([...known.modalities, ...more.modalities]);
  const byModality: Record<string, ModalityGeometry> = {};
  for (const modality of modalities) {
    const [a, b] = [known.byModality[modality], more.byModality[modality]];
    const own = a !== undefined && b !== undefined ? followed(a, b) : (a ?? b);
    if (own !== undefined) byModality[modality] = own;
  }
  return { ...more, modalities, byModality };
}

const followed = (a: ModalityGeometry, b: ModalityGeometry): ModalityGeometry => ({
  stages: a.stages,
  steps: Uint32Array.from([...a.steps, ...b.steps]),
  suppressed: Uint8Array.from([...a.suppressed, ...b.suppressed]),
  cosine: both(a.cosine, b.cosine),
  stageCosines: both(a.stageCosines, b.stageCosines),
  strength: both(a.strength, b.strength),
  appliedShare: both(a.appliedShare, b.appliedShare),
});

function both(a: Float64Array, b: Float64Array): Float64Array {
  const result = new Float64Array(a.length + b.length);
  result.set(a);
  result.set(b, a.length);
  return result;
}
