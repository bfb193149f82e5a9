import { same, type ConfigRow } from './config-rows.ts';

/** A setting side by side; `values` in the order of the runs, undefined where a run has no such setting. */
export interface DiffRow {
  readonly path: string;
  readonly section: string;
  readonly values: readonly unknown[];
  /** Whether not all runs have it alike. */
  readonly differs: boolean;
}

/** The settings of several runs, section by section, in the order in which they first occur. */
export function configDiff(runs: readonly (readonly ConfigRow[])[]): DiffRow[] {
  const sections = new Map<string, Set<string>>();
  for (const rows of runs)
    for (const { section, path } of rows) sections.set(section, (sections.get(section) ?? new Set<string>()).add(path));
  const values = runs.map((rows) => new Map(rows.map(({ path, value }) => [path, value])));
  return [...sections].flatMap(([section, paths]) =>
    [...paths].map((path) => {
      const row = values.map((of) => of.get(path));
      return { path, section, values: row, differs: row.some((value) => !same(value, row[0])) };
    }),
  );
}
