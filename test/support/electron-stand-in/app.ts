import { EventEmitter } from 'node:events';

export interface StandInApp extends EventEmitter {
  /** What the program did, in order. */
  readonly log: readonly string[];
  readonly isPackaged: boolean;
  readonly isQuit: boolean;
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

    get isQuit(): boolean {
      return this.log.includes('quit');
    }
    becomeReady(): void {
      this.log.push('ready');
      becomeReady();
    }
    whenReady = (): Promise<void> => ready;
    requestSingleInstanceLock = (): boolean => !isSecond;
    enableSandbox = (): void => void this.log.push('enableSandbox');
    quit = (): void => void this.log.push('quit');
    getPath(name: string): string {
      if (name !== 'userData') throw new Error(`the stand-in knows no path "${name}"`);
      return userData;
    }
  }
  return new App();
}
