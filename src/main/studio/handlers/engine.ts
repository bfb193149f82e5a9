import type { HandlersOf, StudioContext } from '../context.ts';
import { notYet } from './not-yet.ts';

export function engineHandlers(_context: StudioContext): { readonly handlers: HandlersOf<'engine'>; close(): void } {
  const handlers: HandlersOf<'engine'> = {
    'engine.status': () => notYet('engine.status'),
    'engine.install': () => notYet('engine.install'),
    'engine.cancel': () => notYet('engine.cancel'),
  };
  return { handlers, close: () => undefined };
}
