import type { HandlersOf, StudioContext } from '../context.ts';

export function settingsHandlers({ reading, writing, emit }: StudioContext): HandlersOf<'settings'> {
  return {
    'settings.get': ({ names }) => ({ values: reading()?.getSettings(names) ?? {} }),
    'settings.set': ({ name, value }) => {
      writing().setSetting(name, value);
      emit('settings.changed', { name });
      return {};
    },
    'settings.names': ({ prefix }) => ({ names: reading()?.settingNames(prefix) ?? [] }),
  };
}
