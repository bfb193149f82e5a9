import { app, BrowserWindow } from 'electron';
import type { EventName, Payload } from '../../core/contract/index.ts';
import { programFiles } from '../studio/program-files.ts';
import { libraryPlace } from '../studio/where.ts';
import { libraryOption } from './arguments.ts';
import { followChosenTheme } from './chosen-theme.ts';
import { setupGuards } from './guards.ts';
import { setupLife, type Life } from './life.ts';
import { setupMenu } from './menu.ts';
import { pageAddress } from './page-address.ts';
import { setupPermissions } from './permissions.ts';
import { setupPageProtocol, setupPageScheme } from './protocol.ts';
import { channelOf } from './serve.ts';
import { setupSingleInstance } from './single-instance.ts';
import { setupStudio } from './setup-studio.ts';
import { openWindow, setupTheme } from './window.ts';

/** The window's host: what the program does at start, in order. */
const files = programFiles(import.meta.dirname);
const page = pageAddress();
const library = libraryPlace(libraryOption(process.argv));
let life: Life | null = null;

/** What a session sends that ends. Nobody is there to answer a question then. */
const ENDINGS: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGHUP', 'SIGINT'];

/** The window, in front; gives false where it had to be opened anew. */
function show(hash = ''): boolean {
  const [window] = BrowserWindow.getAllWindows();
  if (window === undefined) {
    life?.watch(openWindow({ files, page, hash }));
    return false;
  }
  if (window.isMinimized()) window.restore();
  if (!window.isVisible()) window.show();
  window.focus();
  life?.shown();
  return true;
}

function tell<N extends 'app.navigate' | 'app.command'>(name: N, payload: Payload<N>): void {
  for (const window of BrowserWindow.getAllWindows()) window.webContents.send(channelOf(name), payload);
}

// A second start before the studio is there finds nothing to show yet; the window opens by itself.
if (setupSingleInstance(() => life !== null && void show())) {
  app.enableSandbox();
  setupPageScheme();
  setupGuards(page);

  void app.whenReady().then(async () => {
    setupPermissions(page);
    setupPageProtocol(files.page);
    setupTheme();
    const onEvent = (name: EventName): void => {
      if (name === 'queue.changed') life?.queueChanged();
      if (name === 'settings.changed') void followChosenTheme(studio);
    };
    const studio = await setupStudio({ library, page, files, onEvent });
    await followChosenTheme(studio);
    life = setupLife({ studio, iconFile: files.icon, show: () => void show() });
    for (const signal of ENDINGS) process.on(signal, () => life?.end());
    setupMenu({
      goTo: (hash) => show(hash) && tell('app.navigate', { hash }),
      command: (id) => show() && tell('app.command', { id }),
      ...{ libraryFile: library.file, platform: process.platform },
    });
    show();
  });
}
