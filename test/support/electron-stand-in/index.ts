import { EventEmitter } from 'node:events';
import type { Browser } from 'playwright-core';
import { standInApp, type StandInApp } from './app.ts';
import { standInDialogs, type StandInDialogs } from './dialogs.ts';
import { standInIpc, type StandInIpc } from './ipc.ts';
import { standInMenus, type StandInMenus } from './menus.ts';
import { standInSession, type StandInSession } from './session.ts';
import { utilityProcess } from './utility-process.ts';
import { standInWindows, type StandInWindow } from './window.ts';

/**
 * A stand-in for the module `electron`, so that the built program runs unchanged where Electron's binary is not: a window is a page
 * in Chromium, IPC and the page's protocol are real calls to the program's own handlers, and everything that the program sets is
 * kept to be looked at. What only the binary has is not here: isolated worlds, the system's sandbox, menus and dialogs as they are drawn.
 */
export interface ElectronStandIn {
  readonly app: StandInApp;
  readonly ipc: StandInIpc;
  readonly session: StandInSession;
  readonly windows: readonly StandInWindow[];
  readonly nativeTheme: EventEmitter & { shouldUseDarkColors: boolean; themeSource: string };
  readonly dialogs: StandInDialogs;
  readonly menus: StandInMenus;
  /** Files that were shown in their folder. */
  readonly shownFiles: readonly string[];
  readonly privilegedSchemes: unknown;
  /** Asks the program's protocol for a file of the page, as the window does. */
  fetchPage(url: string, init?: RequestInit): Promise<Response>;
  /** What the program gets for `import … from 'electron'`. */
  readonly exports: Readonly<Record<string, unknown>>;
}

type PageHandler = (request: Request) => Promise<Response>;

export interface StandInOptions {
  readonly browser: Browser;
  /** Folder for what the program keeps of its window. */
  readonly userData: string;
  /** Whether another instance of the program is running. */
  readonly isSecond?: boolean;
}

export function electronStandIn({ browser, userData, isSecond = false }: StandInOptions): ElectronStandIn {
  const app = standInApp(userData, isSecond);
  const ipc = standInIpc();
  const session = standInSession();
  const nativeTheme = Object.assign(new EventEmitter(), { shouldUseDarkColors: false, themeSource: 'system' });
  const protocols = new Map<string, PageHandler>();
  const dialogs = standInDialogs();
  const menus = standInMenus();
  const shownFiles: string[] = [];
  let privilegedSchemes: unknown;

  const fetchPage = (url: string, init?: RequestInit): Promise<Response> => {
    const handler = protocols.get(new URL(url).protocol.slice(0, -1));
    if (handler === undefined) throw new Error(`nothing handles ${url}`);
    return handler(new Request(url, init));
  };
  const { windows, BrowserWindow } = standInWindows({ browser, app, ipc, session, fetchPage });

  return {
    app,
    ipc,
    session,
    windows,
    nativeTheme,
    dialogs,
    menus,
    shownFiles,
    fetchPage,
    get privilegedSchemes() {
      return privilegedSchemes;
    },
    exports: {
      app,
      BrowserWindow,
      ipcMain: ipc,
      nativeTheme,
      session: { defaultSession: session },
      protocol: {
        handle: (scheme: string, handler: PageHandler) => protocols.set(scheme, handler),
        registerSchemesAsPrivileged: (schemes: unknown) => (privilegedSchemes = schemes),
      },
      dialog: dialogs.exports,
      screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
      shell: { showItemInFolder: (file: string) => void shownFiles.push(file) },
      ...menus.exports,
      utilityProcess,
    },
  };
}
