import type { Command } from '../state/commands.svelte.ts';
import type { RunsActions } from './actions.ts';

/** What the palette and the keyboard can do on the page of runs. Told are those that the grid itself listens to. */
export function runsCommands(actions: RunsActions, { toSearch }: { readonly toSearch: () => void }): readonly Command[] {
  const section = 'Runs';
  const told = (id: string, text: string, keys: string): Command => ({
    id,
    section,
    text,
    keys,
    isHidden: true,
    isTold: true,
    run: () => undefined,
  });
  return [
    { id: 'runs-search', section, text: 'Search runs', keys: '/', run: toSearch },
    { id: 'runs-find', section, text: 'Search runs', keys: '$mod+f', isHidden: true, run: toSearch },
    { id: 'runs-filter', section, text: 'Filter…', keys: 'f', run: () => actions.openFilter({ column: 'method' }) },
    { id: 'runs-compare', section, text: 'Compare the chosen runs', keys: 'c', run: actions.compare },
    { id: 'runs-charts', section, text: 'Charts of the chosen runs', keys: '$mod+j', isHidden: true, run: actions.compare },
    { id: 'runs-pin', section, text: 'Pin, or no longer', keys: 'p', run: actions.pin },
    { id: 'runs-rename', section, text: 'Rename', keys: 'e', run: actions.rename },
    { id: 'runs-tag', section, text: 'Tags…', keys: 't', run: actions.tag },
    { id: 'runs-lock', section, text: 'Lock, or no longer', run: actions.lock },
    { id: 'runs-archive', section, text: 'Archive, or out of it', run: actions.archive },
    { id: 'runs-trash', section, text: 'To the trash', keys: 'Delete', run: actions.remove },
    { id: 'runs-csv', section, text: 'Export what is shown as CSV', run: actions.exportCsv },
    told('runs-choose', 'Choose, or no longer', ' '),
    told('runs-choose-all', 'Choose all', '$mod+a'),
    told('runs-open', 'Open; on a header: sort', 'Enter'),
    told('runs-range', 'Choose to the next line', 'Shift+ArrowDown'),
    told('runs-move', 'On a header: move the column', 'Alt+ArrowRight'),
    told('runs-width', 'On a header: change its width', 'Alt+Shift+ArrowRight'),
    told('runs-menu', 'Menu of the cell or header', 'Shift+F10'),
  ];
}
