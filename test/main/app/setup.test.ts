import { afterEach, describe, expect, test, vi } from 'vitest';
import { libraryOption } from '../../../src/main/app/arguments.ts';
import { menuTemplate } from '../../../src/main/app/menu.ts';
import { pageAddress } from '../../../src/main/app/page-address.ts';
import { setupSingleInstance } from '../../../src/main/app/single-instance.ts';

const electron = vi.hoisted(() => ({
  app: { isPackaged: false, requestSingleInstanceLock: vi.fn(), quit: vi.fn(), on: vi.fn() },
  BrowserWindow: {},
  Menu: {},
  shell: { showItemInFolder: vi.fn() },
}));
vi.mock('electron', () => electron);

describe('--library', () => {
  test.each([
    [['electron', '.', '--library', '/a.sqlite'], '/a.sqlite'],
    [['electron', '.', '--library=/a.sqlite', '--no-sandbox'], '/a.sqlite'],
    [['redreg-studio', '--enable-logging', '--v=1'], undefined],
    [['redreg-studio', '--library'], undefined],
  ])('%j', (words, library) => {
    expect(libraryOption(words)).toBe(library);
  });
});

describe('the page', () => {
  const BUILT = { url: 'app://studio/', prefix: 'app://studio/' };
  afterEach(() => {
    vi.unstubAllEnvs();
    electron.app.isPackaged = false;
  });

  test('is the built one', () => {
    expect(pageAddress()).toEqual(BUILT);
  });

  test('is the development server on this machine, where one is named', () => {
    vi.stubEnv('ELECTRON_RENDERER_URL', 'http://localhost:5173');
    expect(pageAddress()).toEqual({ url: 'http://localhost:5173', prefix: 'http://localhost:5173/' });
    electron.app.isPackaged = true;
    expect(pageAddress()).toEqual(BUILT);
  });

  test.each(['https://elsewhere.example/', 'http://localhost.elsewhere.example/', 'file:///tmp/x.html', 'nonsense'])(
    'is never at %s',
    (url) => {
      vi.stubEnv('ELECTRON_RENDERER_URL', url);
      expect(pageAddress()).toEqual(BUILT);
    },
  );
});

describe('the menu', () => {
  const template = (platform: NodeJS.Platform) =>
    menuTemplate({ goTo: () => undefined, command: () => undefined, libraryFile: '/a', platform });

  test.each(['linux', 'darwin', 'win32'] as const)('on %s gives no accelerator twice', (platform) => {
    const accelerators = template(platform)
      .flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
      .flatMap(({ accelerator }) => (accelerator === undefined ? [] : [String(accelerator)]));
    expect(accelerators.length).toBeGreaterThan(0);
    expect(new Set(accelerators).size).toBe(accelerators.length);
  });

  test('has the menu of the program only where the system has one', () => {
    expect(template('darwin')[0]).toMatchObject({ role: 'appMenu' });
    expect(template('linux')[0]).toMatchObject({ label: '&File' });
  });
});

test('a second start of the program ends at once and opens nothing', () => {
  electron.app.requestSingleInstanceLock.mockReturnValue(false);
  const open = vi.fn();
  expect(setupSingleInstance(open)).toBe(false);
  expect(electron.app.quit).toHaveBeenCalledOnce();
  expect(open).not.toHaveBeenCalled();
});
