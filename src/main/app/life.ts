import { app, BrowserWindow, type Event } from 'electron';
import type { Studio } from '../studio/studio.ts';
import { askFarewell } from './dialogs.ts';
import { logFault } from './log.ts';
import { createTray, type ShownTray } from './tray.ts';

export interface Life {
  /** Hooks a window: where it closes while a run is trained, the user is asked. */
  watch(window: BrowserWindow): void;
  /** The queue is not as it was. */
  queueChanged(): void;
  /** The window is seen again. */
  shown(): void;
  /** Saves what is trained and ends, without a question: the system asks. */
  end(): void;
}

interface LifeOptions {
  readonly studio: Studio;
  readonly iconFile: string;
  /** Opens a window, or brings the one there is to the front. */
  readonly show: () => void;
}

/**
 * When the program ends. With its last window, except on macOS, where it stays in the dock; while a run is trained the user is asked
 * first. In the background the window is hidden and the trainer goes on; a second start, the tray or the dock shows it again. Before the
 * end the studio saves what is trained and gives the library free.
 */
export function setupLife({ studio, iconFile, show }: LifeOptions): Life {
  /** The user has decided, or nothing is trained. */
  let mayEnd = false;
  let isClosed = false;
  let isAsking = false;
  let endsWhenDone = false;
  let tray: ShownTray | null = null;

  const end = (): void => {
    mayEnd = true;
    app.quit();
  };
  const ask = async (): Promise<void> => {
    if (isAsking) return;
    isAsking = true;
    try {
      const answer = await askFarewell();
      if (answer.choice === 'quit') end();
      if (answer.choice !== 'background') return;
      endsWhenDone = answer.endsWhenDone;
      for (const window of BrowserWindow.getAllWindows()) window.hide();
      tray ??= createTray(iconFile, { show, quit: end });
      queueChanged();
    } finally {
      isAsking = false;
    }
  };
  /** True where it was held up. */
  const isHeldUp = (event: Event): boolean => {
    if (mayEnd || !studio.isTraining()) return false;
    event.preventDefault();
    ask().catch(logFault);
    return true;
  };
  const isInBackground = (): boolean => tray !== null || BrowserWindow.getAllWindows().every((window) => !window.isVisible());

  async function endIfDone(): Promise<void> {
    const { entries, isHeld } = await studio.handlers['queue.list']({});
    const isAnyLeft = entries.some(({ status }) => status === 'running' || (status === 'queued' && !isHeld));
    if (endsWhenDone && isInBackground() && !isAnyLeft) end();
  }
  function queueChanged(): void {
    if (endsWhenDone) endIfDone().catch(logFault);
  }

  app.on('before-quit', (event) => {
    if (isClosed || isHeldUp(event)) return;
    event.preventDefault();
    mayEnd = true;
    studio
      .close()
      .catch(logFault)
      .finally(() => {
        isClosed = true;
        app.quit();
      });
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });

  return {
    watch(window) {
      window.on('close', (event) => {
        if (process.platform !== 'darwin') isHeldUp(event);
      });
    },
    queueChanged,
    end,
    shown() {
      endsWhenDone = false;
      tray?.remove();
      tray = null;
    },
  };
}
