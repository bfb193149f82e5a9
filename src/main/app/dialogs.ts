import { BrowserWindow, dialog, type MessageBoxOptions, type OpenDialogOptions, type SaveDialogOptions } from 'electron';
import type { HostAbilities } from '../studio/context.ts';

/** The system's dialog for a file or folder, above the window that asked. Null: it was closed. */
export const choosePath: NonNullable<HostAbilities['choosePath']> = async ({ kind, title, name }) => {
  if (kind === 'save') {
    const options: SaveDialogOptions = { title, ...(name === undefined ? {} : { defaultPath: name }) };
    const window = shownWindow();
    const { canceled, filePath } = await (window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options));
    return canceled || filePath === '' ? null : filePath;
  }
  const options: OpenDialogOptions = { title, properties: [kind === 'folder' ? 'openDirectory' : 'openFile'] };
  const window = shownWindow();
  const { canceled, filePaths } = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options));
  return canceled ? null : (filePaths[0] ?? null);
};

/** What becomes of a training run when its window closes. */
export type Farewell = { readonly choice: 'background'; readonly endsWhenDone: boolean } | { readonly choice: 'quit' | 'stay' };

const CHOICES = ['background', 'quit', 'stay'] as const;

/** Asks what to do about the run that is trained. */
export async function askFarewell(): Promise<Farewell> {
  const options: MessageBoxOptions = {
    type: 'question',
    title: 'RedReg Studio',
    message: 'A run is being trained.',
    detail:
      'It can go on without a window; start the program again to see it. ' +
      'If you quit, it is saved after the step in hand and goes on from there when you resume it.',
    buttons: ['Go On in the Background', 'Pause and Quit', 'Cancel'],
    defaultId: 0,
    cancelId: 2,
    noLink: true,
    checkboxLabel: 'In the background: end the program when the queue is empty',
    checkboxChecked: true,
  };
  const window = shownWindow();
  const { response, checkboxChecked } = await (window ? dialog.showMessageBox(window, options) : dialog.showMessageBox(options));
  const choice = CHOICES[response] ?? 'stay';
  return choice === 'background' ? { choice, endsWhenDone: checkboxChecked } : { choice };
}

/** A hidden window shows no sheet that hangs on it. */
const shownWindow = (): BrowserWindow | undefined => BrowserWindow.getAllWindows().find((window) => window.isVisible());
