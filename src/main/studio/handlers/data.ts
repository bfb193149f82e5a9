import type { HandlersOf, StudioContext } from '../context.ts';
import { notYet } from './not-yet.ts';

export function dataHandlers(_context: StudioContext): { readonly handlers: HandlersOf<'data'>; close(): void } {
  const handlers: HandlersOf<'data'> = {
    'data.list': () => notYet('data.list'),
    'data.layouts': () => notYet('data.layouts'),
    'data.detect': () => notYet('data.detect'),
    'data.check': () => notYet('data.check'),
    'data.samples': () => notYet('data.samples'),
    'data.sample': () => notYet('data.sample'),
    'data.save': () => notYet('data.save'),
    'data.remove': () => notYet('data.remove'),
    'data.restore': () => notYet('data.restore'),
    'data.prepare': () => notYet('data.prepare'),
    'data.cancel': () => notYet('data.cancel'),
  };
  return { handlers, close: () => undefined };
}
