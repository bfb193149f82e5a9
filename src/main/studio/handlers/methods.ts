import type { HandlersOf, StudioContext } from '../context.ts';
import { notYet } from './not-yet.ts';

export function methodsHandlers(_context: StudioContext): HandlersOf<'methods'> {
  return {
    'methods.list': () => notYet('methods.list'),
    'methods.schema': () => notYet('methods.schema'),
    'methods.settings': () => notYet('methods.settings'),
    'methods.check': () => notYet('methods.check'),
  };
}
