import type { Trajectory } from '../../../core/contract/geometry.ts';
import type { RunSummary } from '../../../core/contract/runs.ts';
import { csvOf } from '../../export/csv.ts';

/** Every point that is drawn, unsmoothed and in full precision, with the shares of the variance that its axes show. */
export function trajectoryCsv(runs: readonly RunSummary[], trajectories: readonly Trajectory[]): string {
  const header = ['run', 'name', 'method', 'seed', 'modality', 'vector', 'step'];
  const rows = trajectories.flatMap(({ paths, explained }) =>
    paths.flatMap(({ run, modality, vector, steps, x, y }) => {
      const own = runs.find(({ id }) => id === run);
      const about = [run, own?.name ?? null, own?.method ?? null, own?.seed ?? null, modality, vector];
      return Array.from(steps, (step, i) => [...about, step, x[i] ?? null, y[i] ?? null, ...explained]);
    }),
  );
  return csvOf([...header, 'component_1', 'component_2', 'explained_1', 'explained_2'], rows);
}
