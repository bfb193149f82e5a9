import type { HandlersOf, StudioContext } from '../context.ts';
import { notYet } from './not-yet.ts';

export function libraryHandlers(_context: StudioContext): HandlersOf<'library'> {
  return {
    'library.status': () => notYet('library.status'),
    'library.backup': () => notYet('library.backup'),
    'library.restore': () => notYet('library.restore'),
  };
}
