import type { HandlersOf, StudioContext } from '../context.ts';
import { notYet } from './not-yet.ts';

export function settingsHandlers(_context: StudioContext): HandlersOf<'settings'> {
  return {
    'settings.get': () => notYet('settings.get'),
    'settings.set': () => notYet('settings.set'),
    'settings.names': () => notYet('settings.names'),
  };
}
