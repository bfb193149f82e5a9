import type { HandlersOf, StudioContext } from '../context.ts';

type Context = Pick<StudioContext, 'reading' | 'writing' | 'emit'>;

export function settingsHandlers({ reading, writing, emit }: Context): HandlersOf<'settings'> {
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
