import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { callNames } from '../../src/core/contract/index.ts';
import { openLibrary, type Library } from '../../src/main/store/library.ts';
import { describeInBrowser } from '../support/browser.ts';
import { built } from '../support/built.ts';
import { electronStandIn, type ElectronStandIn } from '../support/electron-stand-in/index.ts';
import { runWithElectron } from '../support/electron-stand-in/load.ts';
import { addRunning, fillLibrary, makeFolder, placeIn, removeFolder } from '../support/sample-library.ts';

/** The built program, unchanged, with a stand-in for Electron: one start for the whole file. */
describeInBrowser('the window', (browser) => {
  let folder: string;
  let electron: ElectronStandIn;
  let library: Library;
  let page: Page;
  const OURS = { url: 'app://studio/', parent: null };

  beforeAll(async () => {
    folder = makeFolder();
    const userData = join(folder, 'user');
    mkdirSync(userData);
    const { file } = placeIn(folder);
    fillLibrary(file);
    library = openLibrary(file);
    process.argv.splice(1, process.argv.length, '.', '--no-first-run', '--library', file);

    electron = electronStandIn({ browser: browser(), userData });
    runWithElectron(built('main', 'index.js'), electron.exports);
    expect(electron.windows).toEqual([]); // nothing opens before Electron is ready
    electron.app.becomeReady();
    await vi.waitUntil(() => electron.windows.length === 1);
    page = await theWindow().page;
  });
  afterAll(() => {
    electron.app.emit('will-quit');
    library.close();
    removeFolder(folder);
  });

  const theWindow = () => {
    const [window] = electron.windows;
    if (window === undefined) throw new Error('no window is open');
    return window;
  };

  test('opens the page with the runs of the library, by its own protocol and the preload', async () => {
    await page.getByRole('cell', { name: '93.1 %' }).waitFor();
    expect(page.url()).toBe('https://studio.app.localhost/');
    expect(await page.evaluate(() => Object.keys((window as unknown as { bridge: object }).bridge))).toEqual(['call', 'on']);
    expect(theWindow().log).toEqual(['loadURL app://studio/', 'show']);
  });

  test('shows a run as soon as another process has begun it', async () => {
    addRunning(library, { method: 'ogm', seed: 9 }, 'a later one');
    await page.getByRole('row', { name: /^a later one ogm 9 running/ }).waitFor();
  });

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
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; " +
          "worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
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

  test('a second start brings this window to the front', async () => {
    electron.app.emit('second-instance');
    await vi.waitUntil(() => theWindow().log.includes('focus'));
    expect(theWindow().log).toContain('restore');
    expect(electron.windows).toHaveLength(1);
  });

  test('the background follows the theme', () => {
    electron.nativeTheme.shouldUseDarkColors = true;
    electron.nativeTheme.emit('updated');
    expect(theWindow().log.at(-1)).toBe('background #14171c');
  });

  test('a page whose process dies is loaded again, but not over and over', () => {
    const quiet = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    for (let i = 0; i < 3; i++) theWindow().webContents.emit('render-process-gone', {}, { reason: 'crashed' });
    expect(theWindow().log.filter((entry) => entry === 'reload')).toHaveLength(1);
    expect(quiet).toHaveBeenCalledTimes(3);
    quiet.mockRestore();
  });

  test('where it was is kept when it closes, and the program ends with it', () => {
    theWindow().emit('close');
    expect(JSON.parse(readFileSync(join(folder, 'user', 'window.json'), 'utf8'))).toEqual({
      x: 10,
      y: 20,
      width: 1200,
      height: 800,
      isMaximized: false,
    });
    electron.app.emit('window-all-closed');
    expect(electron.app.isQuit).toBe(process.platform !== 'darwin');
  });
});
