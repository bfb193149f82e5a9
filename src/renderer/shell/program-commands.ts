import { links } from '../routes.ts';
import type { Command } from '../state/commands.svelte.ts';
import type { Studio } from '../state/studio.svelte.ts';

interface Shell {
  openPalette(): void;
  openHelp(): void;
}

/** What can be done on every page. */
export function programCommands(studio: Studio, { openPalette, openHelp }: Shell): readonly Command[] {
  const go = (hash: string) => () => studio.navigate(hash);
  const theme = (value: string) => () => studio.settings.set('theme', value);
  const [program, pages, look] = ['Program', 'Go to', 'Look'];
  return [
    { id: 'theme-system', section: look, text: 'Theme: as the system', run: theme('system') },
    { id: 'theme-light', section: look, text: 'Theme: light', run: theme('light') },
    { id: 'theme-dark', section: look, text: 'Theme: dark', run: theme('dark') },
    {
      id: 'palette',
      section: program,
      text: 'Search and commands',
      keys: '$mod+k',
      always: true,
      isHidden: true,
      run: openPalette,
    },
    { id: 'undo', section: program, text: 'Undo', keys: '$mod+z', run: () => studio.undoLast() },
    { id: 'redo', section: program, text: 'Redo', keys: '$mod+Shift+z', run: () => studio.redoLast() },
    { id: 'redo-too', section: program, text: 'Redo', keys: '$mod+y', isHidden: true, run: () => studio.redoLast() },
    { id: 'help', section: program, text: 'Keyboard shortcuts', keys: '[Shift]+?', run: openHelp },
    {
      id: 'close',
      section: program,
      text: 'Close what is open',
      keys: 'Escape',
      isHidden: true,
      isTold: true,
      run: () => undefined,
    },
    { id: 'go-start', section: pages, text: 'Start', keys: 'g h', run: go(links.start) },
    { id: 'go-data', section: pages, text: 'Data sets', keys: 'g d', run: go(links.data) },
    { id: 'go-experiment', section: pages, text: 'New experiment', keys: '$mod+n', run: go(links.experiment()) },
    // A browser keeps Ctrl-N for itself.
    { id: 'go-experiment-too', section: pages, text: 'New experiment', keys: 'n', isHidden: true, run: go(links.experiment()) },
    { id: 'new-data', section: pages, text: 'Add a data set', run: go(links.newData) },
    { id: 'go-runs', section: pages, text: 'Runs', keys: 'g r', run: go(links.runs) },
    { id: 'go-compare', section: pages, text: 'Compare', keys: 'g c', run: go(links.compare([])) },
    { id: 'go-queue', section: pages, text: 'Queue', keys: 'g q', run: go(links.queue) },
    { id: 'go-settings', section: pages, text: 'Settings', keys: '$mod+,', run: go(links.settings) },
    {
      id: 'switch',
      section: pages,
      text: 'From the table to charts and back',
      keys: '$mod+j',
      run: () => studio.navigate(studio.route.page === 'Runs' ? links.compare([]) : links.runs),
    },
  ];
}
