import { ownProcess } from '../../store/process-identity.ts';
import type { Library } from '../../store/library.ts';

/**
 * A copy of the library that was put in its place may say that this very process trains runs, because it did when the copy was made.
 * Nothing is trained while that is done, so they were interrupted.
 */
export function endOrphans(library: Library): void {
  const { pid, started } = ownProcess();
  for (const { id, status, process } of library.listQueue())
    if (status === 'running' && process?.pid === pid && process.started === started)
      library.finishRun(id, 'interrupted', { seconds: 0 });
}
