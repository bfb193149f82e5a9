import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Browser, Frame, Page } from 'playwright-core';
import type { StandInApp } from './app.ts';
import { Preventable } from './preventable.ts';
import type { StandInFrame, StandInIpc } from './ipc.ts';
import type { StandInSession } from './session.ts';

/** Chromium lets a route answer only for schemes it knows, so the page's own scheme is given this address there. */
const PAGE_ORIGIN = 'https://studio.app.localhost';
const toAppUrl = (url: string): string => url.replace(PAGE_ORIGIN, 'app://studio');

export interface WindowOptions {
  readonly webPreferences: Readonly<Record<string, unknown>> & { readonly preload: string };
  readonly [name: string]: unknown;
}

export interface StandInContents extends EventEmitter {
  /** What the program says to a page that wants another window. */
  readonly openDecision: { readonly action: string } | null;
}

export interface StandInWindow extends EventEmitter {
  readonly options: WindowOptions;
  /** What was done to it, in order. */
  readonly log: readonly string[];
  readonly webContents: StandInContents;
  /** The page, once it is loaded. */
  readonly page: Promise<Page>;
  isVisible(): boolean;
  /** As the user's click on its cross. */
  close(): void;
}

interface Parts {
  readonly browser: Browser;
  readonly app: StandInApp;
  readonly ipc: StandInIpc;
  readonly session: StandInSession;
  readonly fetchPage: (url: string) => Promise<Response>;
}

/** What the browser says of a page that is gone, and of a context that is gone before it was told to close. */
const CLOSED = /has been closed|Failed to find context/;

/** A window that closes, or the browser with it, hears and asks no more; any other fault is one. */
function unlessClosed(error: unknown): void {
  if (!(error instanceof Error) || !CLOSED.test(error.message)) throw error;
}

class WebContents extends EventEmitter implements StandInContents {
  openDecision: StandInContents['openDecision'] = null;
  readonly #page: Promise<Page>;

  constructor(page: Promise<Page>) {
    super();
    this.#page = page;
  }

  setWindowOpenHandler(handler: (details: { readonly url: string }) => { readonly action: string }): void {
    this.openDecision = handler({ url: 'https://elsewhere.example/' });
  }

  /** An event of the main process, to the listeners of the preload. */
  send(channel: string, detail: unknown): void {
    const dispatch = ({ name, value }: { name: string; value: unknown }): void => {
      window.dispatchEvent(new CustomEvent(`stand-in:${name}`, { detail: value }));
    };
    this.#page.then((page) => page.evaluate(dispatch, { name: channel, value: detail })).catch(unlessClosed);
  }
}

/** `BrowserWindow`, each a page in a context of its own. */
export function standInWindows({ browser, app, ipc, session, fetchPage }: Parts): {
  readonly windows: readonly StandInWindow[];
  readonly BrowserWindow: unknown;
} {
  const windows: StandInWindow[] = [];
  let isClosingAll = false;
  app.closeWindows = () => {
    isClosingAll = true;
    for (const window of [...windows]) window.close();
    isClosingAll = false;
    return windows.length === 0;
  };

  async function openPage(options: WindowOptions): Promise<Page> {
    const context = await browser.newContext({
      viewport: { width: Number(options['width']), height: Number(options['height']) },
    });
    const page = await context.newPage();
    await context.route('**', async (route) => {
      const url = toAppUrl(route.request().url());
      if (!session.decides.request(url)) return route.abort('blockedbyclient');
      const response = await fetchPage(url);
      const body = Buffer.from(await response.arrayBuffer());
      await route.fulfill({ status: response.status, headers: Object.fromEntries(response.headers), body }).catch(unlessClosed);
    });
    await page.exposeBinding('standInInvoke', ({ frame }, channel: string, payload: unknown) =>
      ipc.invoke(channel, payload, frameOf(frame)),
    );
    await page.addInitScript({ content: asPreload(readFileSync(options.webPreferences.preload, 'utf8')) });
    return page;
  }

  class BrowserWindow extends EventEmitter implements StandInWindow {
    readonly log: string[] = [];
    readonly webContents: WebContents;
    readonly options: WindowOptions;
    readonly page: Promise<Page>;
    #loaded: (page: Page) => void = () => undefined;
    #isVisible = false;

    static getAllWindows = (): StandInWindow[] => [...windows];

    constructor(options: WindowOptions) {
      super();
      this.options = options;
      this.page = new Promise((resolve) => (this.#loaded = resolve));
      this.webContents = new WebContents(this.page);
      windows.push(this);
      app.emit('web-contents-created', {}, this.webContents);
    }

    async loadURL(url: string): Promise<void> {
      this.log.push(`loadURL ${url}`);
      const page = await openPage(this.options);
      await page.goto(url.replace('app://studio', PAGE_ORIGIN)).catch(unlessClosed);
      if (page.isClosed()) return;
      this.emit('ready-to-show');
      this.#loaded(page);
    }

    show(): void {
      this.log.push('show');
      this.#isVisible = true;
    }
    hide(): void {
      this.log.push('hide');
      this.#isVisible = false;
    }
    isVisible = (): boolean => this.#isVisible;
    close(): void {
      const event = new Preventable();
      this.emit('close', event);
      if (event.isPrevented) return;
      windows.splice(windows.indexOf(this), 1);
      void this.page.then((page) => page.context().close()).catch(unlessClosed);
      this.emit('closed');
      if (windows.length === 0 && !isClosingAll) app.emit('window-all-closed');
    }
    focus = (): void => void this.log.push('focus');
    restore = (): void => void this.log.push('restore');
    reload = (): void => void this.log.push('reload');
    maximize = (): void => void this.log.push('maximize');
    isMaximized = (): boolean => this.log.includes('maximize');
    isMinimized = (): boolean => true;
    getNormalBounds = (): object => ({ x: 10, y: 20, width: 1200, height: 800 });
    setBackgroundColor = (colour: string): void => void this.log.push(`background ${colour}`);
  }
  return { windows, BrowserWindow };
}

function frameOf(frame: Frame): StandInFrame {
  const parent = frame.parentFrame();
  return { url: toAppUrl(frame.url()), parent: parent === null ? null : frameOf(parent) };
}

/** The preload's code with the two modules that a sandboxed one may ask for; as in Electron, only in the page's own frame. */
const asPreload = (code: string): string => `if (window === window.top) {
  const listeners = new Map();
  const electron = {
    contextBridge: { exposeInMainWorld: (name, value) => Object.defineProperty(window, name, { value: Object.freeze(value) }) },
    ipcRenderer: {
      invoke: (channel, payload) => window.standInInvoke(channel, payload),
      on: (channel, listener) => {
        const forward = ({ detail }) => listener({}, detail);
        listeners.set(listener, forward);
        window.addEventListener('stand-in:' + channel, forward);
      },
      off: (channel, listener) => window.removeEventListener('stand-in:' + channel, listeners.get(listener)),
    },
  };
  const require = (name) => {
    if (name !== 'electron') throw new Error('a sandboxed preload may not require ' + name);
    return electron;
  };
  (() => { ${code} })();
}`;
