import type { HandlersOf, StudioContext } from '../context.ts';
import { notYet } from './not-yet.ts';

export function seriesHandlers(_context: StudioContext): HandlersOf<'series'> {
  return {
    'series.list': () => notYet('series.list'),
    'series.read': () => notYet('series.read'),
    'series.after': () => notYet('series.after'),
  };
}
