import type { RunChange } from '../../core/contract/runs.ts';
import type { Checked, Result } from '../../core/contract/index.ts';
import type { Library } from '../store/library.ts';
import type { Run } from '../store/run.ts';

/**
 * Changes runs, all or none. Gives the changes that undo it, the last one first: a run may stand twice among the changes.
 * Errors: `store.unknown-run`.
 */
export function editRuns(library: Library, { changes }: Checked<'runs.edit'>): Result<'runs.edit'> {
  return library.transaction(() => {
    const before: RunChange[] = [];
    const runs = new Map(library.getRuns(changes.map(({ run }) => run)).map((run) => [run.id, run]));
    for (const change of changes) {
      const { run: id, ...wanted } = change;
      const edit = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
      library.editRun(id, edit);
      const run = runs.get(id);
      if (run === undefined) throw new Error(`run ${id} was edited without being there`);
      before.unshift({ run: change.run, ...formerOf(run, change) });
      runs.set(id, { ...run, ...edit });
    }
    return { before };
  });
}

/** What the run has in the fields that a change names. */
function formerOf({ name, note, tags, colour, pinned, archived, locked }: Run, change: RunChange): Omit<RunChange, 'run'> {
  const former = { name, note, tags: [...tags], colour, pinned, archived, locked };
  return Object.fromEntries(Object.entries(former).filter(([field]) => change[field as keyof RunChange] !== undefined));
}
