import { rmSync } from 'node:fs';
import { basename } from 'node:path';
import type { Checked, Result } from '../../core/contract/index.ts';
import { AppError } from '../../core/errors/app-error.ts';
import type { Library } from '../store/library.ts';
import type { Run } from '../store/run.ts';
import { withReadableErrors } from '../store/sqlite-errors.ts';
import { unknownRun } from './runs.ts';
import { checkpointsFolder } from './where.ts';

/** Into the trash, all or none. Errors: `run.locked`, `run.worked-on`, `store.unknown-run`. */
export function trashRuns(library: Library, { runs: ids }: Checked<'runs.trash'>): Result<'runs.trash'> {
  const runs = needRuns(library, ids);
  refuseLocked(runs);
  const working = runs.filter(({ status }) => status === 'running');
  if (working.length > 0) throw new AppError('run.worked-on', { runs: namesOf(working) });
  library.transaction(() => ids.forEach((id) => library.trashRun(id)));
  return { bytes: library.bytesOfRuns(ids) };
}

/** Out of the trash again, all or none. Errors: `store.unknown-run`. */
export function restoreRuns(library: Library, { runs: ids }: Checked<'runs.restore'>): Result<'runs.restore'> {
  library.transaction(() => ids.forEach((id) => library.restoreRun(id)));
  return {};
}

/**
 * Deletes for good what lies in the trash: some of it, or all that is not locked. The rows go first, in one transaction, then the folders of
 * checkpoints. Errors: `run.locked`, `run.not-in-trash`, `store.unknown-run`.
 */
export function deleteRuns(library: Library, { runs: ids }: Checked<'runs.delete'>): Result<'runs.delete'> & { ids: string[] } {
  const runs = ids === 'all' ? library.listTrash().filter(({ locked }) => !locked) : needRuns(library, ids);
  refuseLocked(runs);
  const elsewhere = runs.filter(({ trashedMs }) => trashedMs === null);
  if (elsewhere.length > 0) throw new AppError('run.not-in-trash', { runs: namesOf(elsewhere) });
  const gone = runs.map(({ id }) => id);
  const bytes = library.bytesOfRuns(gone);
  library.deleteRuns(gone);
  for (const id of gone) removeCheckpoints(library.file, id);
  return { runs: gone.length, bytes, ids: gone };
}

/** Only the run's own folder, whatever files a row names: a library may come from anywhere. */
function removeCheckpoints(libraryFile: string, id: string): void {
  const folder = checkpointsFolder(libraryFile, id);
  if (basename(folder) !== id) return;
  withReadableErrors(libraryFile, () => rmSync(folder, { recursive: true, force: true }));
}

function needRuns(library: Library, ids: readonly string[]): Run[] {
  const runs = library.getRuns(ids);
  const known = new Set(runs.map(({ id }) => id));
  const missing = ids.find((id) => !known.has(id));
  if (missing !== undefined) throw unknownRun(library.file, missing, library.countRuns({ archived: 'both' }));
  return runs;
}

function refuseLocked(runs: readonly Run[]): void {
  const locked = runs.filter((run) => run.locked);
  if (locked.length > 0) throw new AppError('run.locked', { runs: namesOf(locked) });
}

const namesOf = (runs: readonly Run[]): string[] => runs.map(({ name }) => name);
