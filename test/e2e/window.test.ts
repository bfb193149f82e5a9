import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import WebSocket from 'ws';
import { callNames } from '../../src/core/contract/index.ts';
import { findStudio } from '../../src/main/cli/studio-client.ts';
import { commandPlace } from '../../src/main/studio/library-lock.ts';
import { describeInBrowser } from '../support/browser.ts';
import { built } from '../support/built.ts';
import { electronStandIn, type ElectronStandIn } from '../support/electron-stand-in/index.ts';
import { runWithElectron } from '../support/electron-stand-in/load.ts';
import { menuItem } from '../support/electron-stand-in/menus.ts';
import { fillLibrary, makeFolder, placeIn, removeFolder } from '../support/sample-library.ts';

/** Machines may be busy. */
const SOON = { timeout: 20_000 };

/** The built program, unchanged, with a stand-in for Electron: one start for the whole file. */
describeInBrowser('the window', (browser) => {
  let folder: string;
  let electron: ElectronStandIn;
  let file: string;
  let page: Page;
  const OURS = { url: 'app://studio/', parent: null };

  beforeAll(async () => {
    folder = makeFolder();
    const userData = join(folder, 'user');
    mkdirSync(userData);
    ({ file } = placeIn(folder));
    fillLibrary(file);
    process.argv.splice(1, process.argv.length, '.', '--no-first-run', '--library', file);

    electron = electronStandIn({ browser: browser(), userData });
    runWithElectron(built('main', 'index.js'), electron.exports);
    expect(electron.windows).toEqual([]); // nothing opens before Electron is ready
    electron.app.becomeReady();
    await vi.waitUntil(() => electron.windows.length === 1, SOON);
    page = await theWindow().page;
  });
  afterAll(async () => {
    electron.app.quit();
    await vi.waitUntil(() => electron.app.isQuit, SOON);
    removeFolder(folder);
  });

  const theWindow = () => {
    const [window] = electron.windows;
    if (window === undefined) throw new Error('no window is open');
    return window;
  };

  test('opens the page by its own protocol and the preload, and the page is answered', async () => {
    await page.waitForFunction(() => (document.querySelector('#app')?.childElementCount ?? 0) > 0);
    expect(page.url()).toBe('https://studio.app.localhost/');
    expect(await page.evaluate(() => Object.keys((window as unknown as { bridge: object }).bridge))).toEqual(['call', 'on']);
    expect(theWindow().log).toEqual(['loadURL app://studio/', 'show']);
    expect(await bridge('runs.list', {})).toMatchObject({ ok: true, value: { total: 7 } });
  });

  test('takes commands of a terminal on loopback, and announces it beside the library', async () => {
    const { port = 0 } = (await commandPlace(file)) ?? {};
    const terminal = await findStudio(placeIn(folder));
    expect(await terminal?.client.call('app.info', {})).toMatchObject({ host: 'window', library: file, readOnly: null });
    terminal?.close();
    // Nothing else is there: no page, and no way in without the key.
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
    const status = await new Promise((resolve) =>
      new WebSocket(`ws://127.0.0.1:${port}/commands`).on('unexpected-response', (_, { statusCode }) => resolve(statusCode)),
    );
    expect(status).toBe(401);
  });

  /** A call of the page, through the preload. */
  const bridge = (name: string, payload: unknown): Promise<unknown> =>
    page.evaluate(
      ([call, request]) =>
        (window as unknown as { bridge: { call(name: string, payload: unknown): Promise<unknown> } }).bridge.call(
          call as string,
          request,
        ),
      [name, payload],
    );

  test('is made with the security baseline, and large enough for its page', () => {
    const { webPreferences, ...options } = theWindow().options;
    expect(webPreferences).toEqual({
      preload: built('preload', 'preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      disableBlinkFeatures: 'Auxclick',
    });
    expect(options).toMatchObject({
      show: false,
      title: 'RedReg Studio',
      width: 1440,
      height: 900,
      minWidth: 960,
      minHeight: 600,
    });
    expect(existsSync(String(options['icon']))).toBe(true);
    expect(electron.app.log.slice(0, 2)).toEqual(['enableSandbox', 'ready']);
    expect(electron.privilegedSchemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    ]);
  });

  describe('permissions', () => {
    test.each(['media', 'geolocation', 'notifications', 'clipboard-read', 'fullscreen', 'openExternal', 'unknown'])(
      '%s is denied',
      (name) => {
        expect(electron.session.decides.permission(name)).toBe(false);
        expect(electron.session.decides.permissionCheck(name)).toBe(false);
      },
    );

    test('devices are denied, and the spell checker fetches no dictionary', () => {
      expect(electron.session.decides.device()).toBe(false);
      expect(electron.session.hasSpellChecker).toBe(false);
    });
  });

  describe('requests', () => {
    test.each(['app://studio/assets/x.js', 'data:image/png;base64,', 'blob:app://studio/1', 'devtools://devtools/bundled/x.js'])(
      '%s may be made',
      (url) => {
        expect(electron.session.decides.request(url)).toBe(true);
      },
    );

    test.each([
      'https://elsewhere.example/',
      'http://127.0.0.1:8080/',
      'ws://127.0.0.1:8080/',
      'file:///etc/passwd',
      'app://studio.elsewhere.example/',
      'ftp://elsewhere.example/',
    ])('%s is cancelled', (url) => {
      expect(electron.session.decides.request(url)).toBe(false);
    });
  });

  describe('the page stays where it is', () => {
    const navigate = (event: string, details: object): boolean => {
      const preventDefault = vi.fn();
      theWindow().webContents.emit(event, { ...details, preventDefault });
      return preventDefault.mock.calls.length === 0;
    };

    test.each(['https://elsewhere.example/', 'file:///etc/passwd', 'app://studio.elsewhere.example/', 'javascript:alert(1)'])(
      '%s is not gone to',
      (url) => {
        expect(navigate('will-navigate', { url })).toBe(false);
        expect(navigate('will-frame-navigate', { url, isMainFrame: true })).toBe(false);
      },
    );

    test('it may be loaded anew; frames, redirects and embedded views are refused', () => {
      expect(navigate('will-navigate', { url: 'app://studio/' })).toBe(true);
      expect(navigate('will-frame-navigate', { url: 'app://studio/', isMainFrame: true })).toBe(true);
      expect(navigate('will-frame-navigate', { url: 'app://studio/', isMainFrame: false })).toBe(false);
      expect(navigate('will-redirect', { url: 'app://studio/' })).toBe(false);
      expect(navigate('will-attach-webview', {})).toBe(false);
    });

    test('it opens no other window', () => {
      expect(theWindow().webContents.openDecision).toEqual({ action: 'deny' });
    });
  });

  describe('calls', () => {
    test('are those of the contract', () => {
      expect([...electron.ipc.channels].sort()).toEqual(callNames.map((name) => `app:${name}`).sort());
    });

    test.each([
      ['a foreign page', { url: 'https://elsewhere.example/', parent: null }],
      ['a page whose address only begins alike', { url: 'app://studio.elsewhere.example/', parent: null }],
      ['a frame within our page', { url: 'app://studio/', parent: OURS }],
      ['an empty frame', { url: 'about:blank', parent: null }],
      ['a frame that is gone', null],
    ])('from %s are refused', async (_, frame) => {
      expect(await electron.ipc.invoke('app:runs.list', {}, frame)).toMatchObject({
        ok: false,
        error: { code: 'ipc.untrusted-sender' },
      });
    });

    test('from our page are checked', async () => {
      expect(await electron.ipc.invoke('app:app.info', {}, OURS)).toMatchObject({ ok: true, value: { host: 'window' } });
      expect(await electron.ipc.invoke('app:runs.list', { limit: 'all' }, OURS)).toMatchObject({
        ok: false,
        error: { code: 'ipc.bad-request' },
      });
    });
  });

  describe('the protocol', () => {
    test('sends the page with its policy', async () => {
      const { status, headers } = await electron.fetchPage('app://studio/');
      expect(status).toBe(200);
      expect(headers.get('Content-Security-Policy')).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; " +
          "media-src 'self' blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; " +
          "frame-ancestors 'none'",
      );
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    });

    test('the policy is in force', async () => {
      const wasHit = await page.evaluate(() => {
        const script = document.createElement('script');
        script.textContent = 'window.wasHit = true';
        document.body.append(script);
        return 'wasHit' in window;
      });
      expect(wasHit).toBe(false);
    });

    test.each([
      'app://studio/..%2f..%2fpackage.json',
      'app://studio/%2e%2e/main/index.js',
      'app://studio/..%5c..%5cmain%5cindex.js',
      'app://studio//etc/passwd',
      'app://other/index.html',
    ])('%s is not found', async (url) => {
      expect((await electron.fetchPage(url)).status).toBe(404);
    });

    test('nothing is sent to', async () => {
      expect((await electron.fetchPage('app://studio/', { method: 'POST', body: 'x' })).status).toBe(404);
    });
  });

  describe('the menu', () => {
    test('has an entry for what people do most, with keys', () => {
      const keys = ['New Experiment', 'Runs', 'Compare', 'Settings…', 'Reload'].map(
        (label) => menuItem(electron.menus.bar, label).accelerator,
      );
      expect(keys).toEqual(['CmdOrCtrl+N', 'CmdOrCtrl+3', 'CmdOrCtrl+4', 'CmdOrCtrl+,', 'CmdOrCtrl+R']);
      menuItem(electron.menus.bar, 'Show Library in Folder').click?.();
      expect(electron.shownFiles).toEqual([file]);
    });

    test('tells the page where to go and what to do', async () => {
      await page.evaluate(() => {
        const heard: unknown[] = [];
        Object.assign(window, { heard });
        const { bridge } = window as unknown as { bridge: { on(name: string, listener: (payload: unknown) => void): void } };
        for (const name of ['app.navigate', 'app.command']) bridge.on(name, (payload) => heard.push([name, payload]));
      });
      menuItem(electron.menus.bar, 'Runs').click?.();
      menuItem(electron.menus.bar, 'Keyboard Shortcuts').click?.();
      await page.waitForFunction(() => (window as unknown as { heard: unknown[] }).heard.length === 2);
      expect(await page.evaluate(() => (window as unknown as { heard: unknown[] }).heard)).toEqual([
        ['app.navigate', { hash: '#/runs' }],
        ['app.command', { id: 'help' }],
      ]);
      await page.waitForURL(/#\/runs$/);
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Escape');
    });
  });

  test.each([
    ['folder', { canceled: false, filePaths: ['/data/here'] }, 'open', { properties: ['openDirectory'] }, '/data/here'],
    ['file', { canceled: false, filePaths: ['/a.sqlite'] }, 'open', { properties: ['openFile'] }, '/a.sqlite'],
    ['file', { canceled: true, filePaths: [] }, 'open', { properties: ['openFile'] }, null],
    ['save', { canceled: false, filePath: '/b.sqlite' }, 'save', { defaultPath: 'mine.sqlite' }, '/b.sqlite'],
    ['save', { canceled: true, filePath: '' }, 'save', { defaultPath: 'mine.sqlite' }, null],
  ])("a %s is chosen with the system's dialog", async (kind, answer, dialog, options, path) => {
    electron.dialogs.answers.push(answer);
    const name = kind === 'save' ? { name: 'mine.sqlite' } : {};
    expect(await bridge('files.choose', { kind, title: 'Choose', ...name })).toEqual({ ok: true, value: { path } });
    expect(electron.dialogs.shown.at(-1)).toEqual({ kind: dialog, options: { title: 'Choose', ...options } });
  });

  test('a second start brings this window to the front', async () => {
    const { length } = theWindow().log;
    electron.app.emit('second-instance');
    await vi.waitUntil(() => theWindow().log.length > length, SOON);
    expect(theWindow().log.slice(length)).toEqual(['restore', 'focus']);
    expect(electron.windows).toHaveLength(1);
  });

  test('the background follows the theme', () => {
    electron.nativeTheme.shouldUseDarkColors = true;
    electron.nativeTheme.emit('updated');
    expect(theWindow().log.at(-1)).toBe('background #121418');
  });

  test('frame and menus follow the theme that was chosen in the page', async () => {
    for (const theme of ['dark', 'light', 'nonsense']) {
      await bridge('settings.set', { name: 'theme', value: theme });
      await vi.waitUntil(() => electron.nativeTheme.themeSource === (theme === 'nonsense' ? 'system' : theme), SOON);
    }
  });

  test('a page whose process dies is loaded again, but not over and over', () => {
    const quiet = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    for (let i = 0; i < 3; i++) theWindow().webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    expect(theWindow().log.filter((entry) => entry === 'reload')).toHaveLength(1);
    expect(quiet).toHaveBeenCalledTimes(3);
    quiet.mockRestore();
  });

  test('where it was is kept when it closes; the program gives the library free and ends with it', async () => {
    theWindow().close();
    expect(JSON.parse(readFileSync(join(folder, 'user', 'window.json'), 'utf8'))).toEqual({
      x: 10,
      y: 20,
      width: 1200,
      height: 800,
      isMaximized: false,
    });
    if (process.platform === 'darwin') return;
    await vi.waitUntil(() => electron.app.isQuit, SOON);
    expect(existsSync(`${file}.lock`)).toBe(false);
  });
});
