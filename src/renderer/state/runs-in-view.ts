import type { RunDetail, RunId } from '../../core/contract/runs.ts';
import type { SeriesInfo } from '../../core/contract/series.ts';

/** Those of the asked runs that were found, in the order asked. */
export function runsInOrder(ids: readonly RunId[], found: readonly RunDetail[]): readonly RunDetail[] {
  const byId = new Map(found.map((run) => [run.id, run]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** Names of series, each once. */
export const namesOf = (series: readonly SeriesInfo[]): readonly string[] => [...new Set(series.map(({ name }) => name))];

/** Modalities by their figures, and by their losses while there are none; the fused output is none. */
export function modalitiesIn(names: readonly string[], runs: readonly RunDetail[]): readonly string[] {
  const measured = runs.flatMap(({ test }) => Object.keys((test.last ?? test.best)?.modalityAccuracy ?? {}));
  const trained = names.flatMap((name) => (/^loss\/[^/]+$/.test(name) ? [name.slice(5)] : []));
  return [...new Set([...measured, ...trained])].filter((name) => name !== 'fused');
}
