import { app, BrowserWindow, dialog, ipcMain } from 'electron';
import type { Emit } from '../../core/contract/index.ts';
import { AppError } from '../../core/errors/app-error.ts';
import { bringUpToDate } from '../studio/bring-up-to-date.ts';
import { createStudio } from '../studio/studio.ts';
import type { LibraryPlace } from '../studio/where.ts';
import type { PageAddress } from './page-address.ts';
import { channelOf, serve } from './serve.ts';

/** The studio behind the windows. A library that cannot be opened is told and leaves a page that says so too. */
export async function setupStudio({
  library,
  page,
  version,
}: {
  library: LibraryPlace;
  page: PageAddress;
  version: string;
}): Promise<void> {
  try {
    await bringUpToDate(library);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    dialog.showErrorBox('The library cannot be opened', `${error.message}\n\n${error.code}`);
  }
  const emit: Emit = (name, payload) => {
    for (const window of BrowserWindow.getAllWindows()) window.webContents.send(channelOf(name), payload);
  };
  const studio = createStudio({ library, host: 'window', version, emit });
  serve(ipcMain, studio.handlers, page.prefix);
  app.on('will-quit', () => studio.close());
}
