import { AppError } from '../../../core/errors/app-error.ts';
import type { Library } from '../../store/library.ts';
import type { HandlersOf, StudioContext } from '../context.ts';
import { getRun, listRuns } from '../runs.ts';
import { notYet } from './not-yet.ts';

export function runsHandlers({ reading, place }: StudioContext): HandlersOf<'runs'> {
  const need = (wanted: string): Library => {
    const library = reading();
    if (library === null) throw new AppError('store.unknown-run', { file: place.file, wanted, near: [], total: 0 });
    return library;
  };
  return {
    'runs.list': (request) => {
      const library = reading();
      return library === null ? { runs: [], total: 0 } : listRuns(library, request);
    },
    'runs.get': (request) => getRun(need(request.run), request),
    'runs.table': () => notYet('runs.table'),
    'runs.ids': () => notYet('runs.ids'),
    'runs.columns': () => notYet('runs.columns'),
    'runs.figures': () => notYet('runs.figures'),
    'runs.samples': () => notYet('runs.samples'),
    'runs.log': () => notYet('runs.log'),
    'runs.files': () => notYet('runs.files'),
    'runs.edit': () => notYet('runs.edit'),
    'runs.trash': () => notYet('runs.trash'),
    'runs.restore': () => notYet('runs.restore'),
    'runs.delete': () => notYet('runs.delete'),
  };
}
