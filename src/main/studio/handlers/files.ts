import type { HandlersOf, StudioContext } from '../context.ts';
import { notYet } from './not-yet.ts';

export function filesHandlers(_context: StudioContext): HandlersOf<'files'> {
  return {
    'files.choose': () => notYet('files.choose'),
    'files.list': () => notYet('files.list'),
  };
}
