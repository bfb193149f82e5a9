import { EventEmitter } from 'node:events';
import { Preventable } from './preventable.ts';

export interface StandInApp extends EventEmitter {
  /** What the program did, in order. */
  readonly log: readonly string[];
  readonly isPackaged: boolean;
  /** It has ended: nothing held it up. */
  readonly isQuit: boolean;
  /** Asks all windows to close; false where one was held up. Set by whoever has the windows. */
  closeWindows: () => boolean;
  quit(): void;
  /** Lets everything happen that waits for readiness. */
  becomeReady(): void;
}

/** `app`: its life, with readiness at the test's command. */
export function standInApp(userData: string, isSecond: boolean): StandInApp {
  let becomeReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => (becomeReady = resolve));

  class App extends EventEmitter implements StandInApp {
    readonly log: string[] = [];
    readonly isPackaged = false;

    isQuit = false;
    closeWindows = (): boolean => true;
    becomeReady(): void {
      this.log.push('ready');
      becomeReady();
    }
    whenReady = (): Promise<void> => ready;
    requestSingleInstanceLock = (): boolean => !isSecond;
    enableSandbox = (): void => void this.log.push('enableSandbox');
    /** In Electron's order: `before-quit`, the windows, `will-quit`; each may hold it up. */
    quit = (): void => {
      this.log.push('quit');
      if (this.isQuit || this.#isHeldUp('before-quit') || !this.closeWindows() || this.#isHeldUp('will-quit')) return;
      this.isQuit = true;
    };
    #isHeldUp(name: string): boolean {
      const event = new Preventable();
      this.emit(name, event);
      return event.isPrevented;
    }
    getPath(name: string): string {
      if (name !== 'userData') throw new Error(`the stand-in knows no path "${name}"`);
      return userData;
    }
  }
  return new App();
}
