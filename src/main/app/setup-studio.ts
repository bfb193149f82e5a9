import { BrowserWindow, ipcMain } from 'electron';
import type { Emit, EventName } from '../../core/contract/index.ts';
import { serveCommands, type CommandServer } from '../served/serve-commands.ts';
import type { ProgramFiles } from '../studio/program-files.ts';
import { openStudio, type Studio } from '../studio/studio.ts';
import type { LibraryPlace } from '../studio/where.ts';
import { choosePath } from './dialogs.ts';
import { logFault } from './log.ts';
import type { PageAddress } from './page-address.ts';
import { channelOf, serve } from './serve.ts';
import { utilityTrainer } from './utility-trainer.ts';

export interface StudioSetup {
  readonly library: LibraryPlace;
  readonly page: PageAddress;
  readonly files: ProgramFiles;
  /** Told of every event that the pages are told of. */
  readonly onEvent: (name: EventName) => void;
}

/** The studio behind the window; it also takes commands of this user's terminals. A library that cannot be opened leaves a page that says so. */
export async function setupStudio({ library, page, files, onEvent }: StudioSetup): Promise<Studio> {
  let commands: CommandServer | null = null;
  const emit: Emit = (name, payload) => {
    for (const window of BrowserWindow.getAllWindows()) window.webContents.send(channelOf(name), payload);
    commands?.emit(name, payload);
    onEvent(name);
  };
  const studio = await openStudio({
    ...{ library, host: 'window', version: files.version, emit },
    abilities: { spawnTrainer: utilityTrainer(files.trainer), choosePath },
  });
  serve(ipcMain, studio.handlers, page.prefix);
  try {
    commands = await serveCommands(studio.handlers, logFault);
    studio.announce(commands.at);
  } catch (error) {
    // The window does without; a command then says who has the library.
    logFault(error);
  }
  return {
    ...studio,
    async close() {
      await studio.close();
      await commands?.close();
    },
  };
}
