import { Menu, Tray } from 'electron';
import { existsSync } from 'node:fs';

export interface ShownTray {
  remove(): void;
}

/** A sign of the program while it has no window; where the system has no place for one, starting the program again does the same. */
export function createTray(iconFile: string, actions: { readonly show: () => void; readonly quit: () => void }): ShownTray {
  if (!existsSync(iconFile)) return { remove: () => undefined };
  const tray = new Tray(iconFile);
  tray.setToolTip('RedReg Studio: a run is being trained');
  tray.setContextMenu(
    Menu.buildFromTemplate([
      { label: 'Show RedReg Studio', click: actions.show },
      { type: 'separator' },
      { label: 'Pause and Quit', click: actions.quit },
    ]),
  );
  tray.on('click', actions.show);
  return { remove: () => tray.destroy() };
}
