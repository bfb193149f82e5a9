import { app, BrowserWindow, dialog, ipcMain } from 'electron';
import type { Emit } from '../../core/contract/index.ts';
import { openStudio, type Studio } from '../studio/studio.ts';
import type { ProgramFiles } from '../studio/program-files.ts';
import type { LibraryPlace } from '../studio/where.ts';
import type { PageAddress } from './page-address.ts';
import { channelOf, serve } from './serve.ts';
import { utilityTrainer } from './utility-trainer.ts';

/** The studio behind the windows. A library that cannot be opened leaves a page that says so. */
export async function setupStudio({
  library,
  page,
  files,
}: {
  library: LibraryPlace;
  page: PageAddress;
  files: ProgramFiles;
}): Promise<Studio> {
  const emit: Emit = (name, payload) => {
    for (const window of BrowserWindow.getAllWindows()) window.webContents.send(channelOf(name), payload);
  };
  const studio = await openStudio({
    ...{ library, host: 'window', version: files.version, emit },
    abilities: { spawnTrainer: utilityTrainer(files.trainer), choosePath },
  });
  serve(ipcMain, studio.handlers, page.prefix);
  app.on('will-quit', () => void studio.close());
  return studio;
}

async function choosePath({
  kind,
  title,
  name,
}: {
  kind: 'folder' | 'file' | 'save';
  title: string;
  name?: string;
}): Promise<string | null> {
  if (kind === 'save') {
    const { canceled, filePath } = await dialog.showSaveDialog({ title, ...(name === undefined ? {} : { defaultPath: name }) });
    return canceled ? null : filePath;
  }
  const { canceled, filePaths } = await dialog.showOpenDialog({
    title,
    properties: [kind === 'folder' ? 'openDirectory' : 'openFile'],
  });
  return canceled ? null : (filePaths[0] ?? null);
}
