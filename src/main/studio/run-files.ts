import { existsSync } from 'node:fs';
import type { Checked, Result } from '../../core/contract/index.ts';
import type { Library } from '../store/library.ts';
import { checkpointsFolder } from './where.ts';

/** Where a run's files lie and which there are. Errors: `store.unknown-run`. */
export function runFiles(library: Library, { run }: Checked<'runs.files'>): Result<'runs.files'> {
  const files = library.listCheckpoints(run).map(({ kind, file, epoch, step, bytes, sha256 }) => ({
    ...{ kind, file, epoch, step, bytes, sha256 },
    isThere: existsSync(file),
  }));
  return { folder: checkpointsFolder(library.file, run), files };
}
