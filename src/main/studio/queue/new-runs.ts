import { statSync } from 'node:fs';
import { AppError } from '../../../core/errors/app-error.ts';
import { findMethod } from '../../../core/methods/index.ts';
import type { RunConfig } from '../../../core/train/config.ts';
import { checkNewLinks } from '../../../core/train/cross-links.ts';
import type { Library } from '../../store/library.ts';
import type { NewRun } from '../../store/run-life.ts';

/** Checks what can be told without opening the data. Errors: `method.…`, `link.no-effect`, `data.folder-missing`. */
export function checkConfig(config: RunConfig): void {
  checkNewLinks(findMethod(config.method), config);
  const folder = config.data.root;
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) throw new AppError('data.folder-missing', { folder });
}

/** Puts runs at the end of the queue, all or none. Returns their ids in the order given. */
export function addRuns(library: Library, runs: readonly NewRun[]): string[] {
  for (const { config } of runs) checkConfig(config);
  return library.transaction(() =>
    runs.map((run) => {
      const id = library.createRun(run);
      library.enqueue(id, 'end');
      return id;
    }),
  );
}
