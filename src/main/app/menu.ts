import { Menu, shell, type MenuItemConstructorOptions } from 'electron';

export interface MenuActions {
  /** Brings the page of an address to the front. */
  readonly goTo: (hash: string) => void;
  /** Runs a command of the page's palette. */
  readonly command: (id: string) => void;
}

export interface MenuOptions extends MenuActions {
  readonly libraryFile: string;
  readonly platform: NodeJS.Platform;
}

/** The menu bar. What the system names for everybody (Copy, Quit, zoom) comes by role, with its usual keys and words. */
export function setupMenu(options: MenuOptions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(options)));
}

type Item = MenuItemConstructorOptions;
const SEPARATOR: Item = { type: 'separator' };

export function menuTemplate({ goTo, command, libraryFile, platform }: MenuOptions): Item[] {
  const isMac = platform === 'darwin';
  const settings: Item = { label: 'Settings…', accelerator: 'CmdOrCtrl+,', click: () => goTo('#/settings') };
  const go = (label: string, accelerator: string, hash: string): Item => ({ label, accelerator, click: () => goTo(hash) });
  return [
    ...(isMac ? [macMenu(settings)] : []),
    {
      label: '&File',
      submenu: [
        go('New Experiment', 'CmdOrCtrl+N', '#/experiment/new'),
        go('New Data Set', 'CmdOrCtrl+Shift+N', '#/data/new'),
        SEPARATOR,
        { label: 'Show Library in Folder', accelerator: 'CmdOrCtrl+Shift+L', click: () => shell.showItemInFolder(libraryFile) },
        SEPARATOR,
        ...(isMac ? [{ role: 'close' } as const] : [settings, SEPARATOR, { role: 'quit' } as const]),
      ],
    },
    { role: 'editMenu' },
    {
      label: '&Go',
      submenu: [
        go('Start', 'CmdOrCtrl+1', '#/'),
        go('Data Sets', 'CmdOrCtrl+2', '#/data'),
        go('Runs', 'CmdOrCtrl+3', '#/runs'),
        go('Compare', 'CmdOrCtrl+4', '#/compare'),
        go('Queue', 'CmdOrCtrl+5', '#/queue'),
      ],
    },
    {
      label: '&View',
      submenu: [
        { label: 'Reload', role: 'reload', accelerator: 'CmdOrCtrl+R' },
        SEPARATOR,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        SEPARATOR,
        { role: 'togglefullscreen' },
        { role: 'toggleDevTools' },
      ],
    },
    { role: 'windowMenu' },
    { role: 'help', submenu: [{ label: 'Keyboard Shortcuts', click: () => command('help') }] },
  ];
}

/** The first menu on macOS, as `appMenu` makes it, with Settings at its usual place. */
const macMenu = (settings: Item): Item => ({
  role: 'appMenu',
  submenu: [
    { role: 'about' },
    SEPARATOR,
    settings,
    SEPARATOR,
    { role: 'services' },
    SEPARATOR,
    { role: 'hide' },
    { role: 'hideOthers' },
    { role: 'unhide' },
    SEPARATOR,
    { role: 'quit' },
  ],
});
