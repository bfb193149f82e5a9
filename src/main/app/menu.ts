import { Menu, shell, type MenuItemConstructorOptions } from 'electron';

/** The menu bar. What the system names for everybody (Copy, Quit, zoom) comes by role, with its usual keys and words. */
export function setupMenu(libraryFile: string): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(libraryFile, process.platform)));
}

export function menuTemplate(libraryFile: string, platform: NodeJS.Platform): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin';
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        { label: 'Show Library in Folder', accelerator: 'CmdOrCtrl+Shift+L', click: () => shell.showItemInFolder(libraryFile) },
        { type: 'separator' },
        isMac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { label: 'Reload', role: 'reload', accelerator: 'CmdOrCtrl+R' },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        { role: 'toggleDevTools' },
      ],
    },
    { role: 'windowMenu' },
  ];
}
