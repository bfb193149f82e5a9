import type { HandlersOf, StudioContext } from '../context.ts';
import { notYet } from './not-yet.ts';

export function geometryHandlers(_context: StudioContext): HandlersOf<'geometry'> {
  return {
    'geometry.overview': () => notYet('geometry.overview'),
    'geometry.at': () => notYet('geometry.at'),
    'geometry.trajectory': () => notYet('geometry.trajectory'),
  };
}
