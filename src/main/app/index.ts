import { app } from 'electron';
import { libraryPlace } from '../studio/where.ts';
import { programFiles } from '../studio/program-files.ts';
import { libraryOption } from './arguments.ts';
import { setupGuards } from './guards.ts';
import { setupMenu } from './menu.ts';
import { pageAddress } from './page-address.ts';
import { setupPermissions } from './permissions.ts';
import { setupPageProtocol, setupPageScheme } from './protocol.ts';
import { setupQuitting, setupSingleInstance } from './single-instance.ts';
import { setupStudio } from './setup-studio.ts';
import { openWindow, setupTheme } from './window.ts';

/** The window's host: what the program does at start, in order. */
const files = programFiles(import.meta.dirname);
const page = pageAddress();
const library = libraryPlace(libraryOption(process.argv));
const open = (): void => openWindow({ files, page });

if (setupSingleInstance(open)) {
  app.enableSandbox();
  setupPageScheme();
  setupGuards(page);
  setupQuitting();

  void app.whenReady().then(async () => {
    setupPermissions(page);
    setupPageProtocol(files.page);
    setupTheme();
    setupMenu(library.file);
    await setupStudio({ library, page, files });
    open();
  });
}
