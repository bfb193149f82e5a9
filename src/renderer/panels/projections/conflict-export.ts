import type { GeometryOverview } from '../../../core/contract/geometry.ts';
import type { RunId, RunSummary } from '../../../core/contract/runs.ts';
import { csvOf, type CsvCell } from '../../export/csv.ts';

/** Every measured step of every encoder in full precision, one column a stage. */
export function conflictCsv(runs: readonly RunSummary[], overviewOf: (run: RunId) => GeometryOverview | null): string {
  const all = runs.flatMap((run) => {
    const overview = overviewOf(run.id);
    return overview === null ? [] : [{ run, overview }];
  });
  const stages = [...new Set(all.flatMap(({ overview }) => Object.values(overview.byModality).flatMap((own) => own.stages)))];
  const header = ['run', 'name', 'method', 'seed', 'step', 'modality', 'cosine', 'held_back', 'strength', 'applied_share'];
  const rows: CsvCell[][] = [];
  for (const { run, overview } of all)
    for (const [modality, own] of Object.entries(overview.byModality))
      for (const [i, step] of own.steps.entries())
        rows.push([
          ...[run.id, run.name, run.method, run.seed, step, modality, own.cosine[i] ?? null, own.suppressed[i] ?? null],
          ...[own.strength[i] ?? null, own.appliedShare[i] ?? null],
          ...stages.map((stage) => {
            const place = own.stages.indexOf(stage);
            return place < 0 ? null : (own.stageCosines[i * own.stages.length + place] ?? null);
          }),
        ]);
  return csvOf([...header, ...stages.map((stage) => `cosine_${stage}`)], rows);
}
