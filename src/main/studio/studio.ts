import type { AppInfo } from '../../core/contract/app.ts';
import type { Emit, Handlers } from '../../core/contract/index.ts';
import { AppError } from '../../core/errors/app-error.ts';
import type { Library } from '../store/library.ts';
import { viewLibrary } from './library-view.ts';
import { getRun, listRuns } from './runs.ts';
import { shellWord } from './shell-word.ts';
import type { LibraryPlace } from './where.ts';

/** What the program can do, free of any transport. */
export interface Studio {
  readonly handlers: Handlers;
  close(): void;
}

export interface StudioOptions {
  readonly library: LibraryPlace;
  readonly host: AppInfo['host'];
  readonly version: string;
  /** Tells every page. */
  readonly emit: Emit;
  /** How often the library is looked at for what another process wrote. */
  readonly lookEveryMs?: number;
}

/**
 * The studio over one library. It only looks: the command line writes, one run at a time. A library that is missing is not an
 * error, since the first run makes it.
 */
export function createStudio({ library: place, host, version, emit, lookEveryMs }: StudioOptions): Studio {
  const view = viewLibrary({
    file: place.file,
    onChange: () => emit('runs.changed', {}),
    ...(lookEveryMs === undefined ? {} : { everyMs: lookEveryMs }),
  });
  const need = (wanted: string): Library => {
    const library = view.current();
    if (library === null) throw new AppError('store.unknown-run', { file: place.file, wanted, near: [], total: 0 });
    return library;
  };
  const command = `npx redreg train --data av-digits --method redreg --preset quick${place.isDefault ? '' : ` --library ${shellWord(place.file)}`}`;

  return {
    handlers: {
      'app.info': () => ({ version, host, library: place.file, command }),
      'runs.list': (request) => {
        const library = view.current();
        return library === null ? { runs: [], total: 0 } : listRuns(library, request);
      },
      'runs.get': (request) => getRun(need(request.run), request),
    },
    close: () => view.close(),
  };
}
