import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { BrowserWindow } from 'electron';
import { setupLife, type Life } from '../../../src/main/app/life.ts';
import type { Studio } from '../../../src/main/studio/studio.ts';
import { standInApp, type StandInApp } from '../../support/electron-stand-in/app.ts';
import { standInDialogs, type StandInDialogs } from '../../support/electron-stand-in/dialogs.ts';
import { menuItem, standInMenus, type StandInMenus } from '../../support/electron-stand-in/menus.ts';
import { Preventable } from '../../support/electron-stand-in/preventable.ts';

/** Machines may be busy. */
const SOON = { timeout: 20_000 };

/** When the program ends. Electron's parts are those of the stand-in; the studio is only what it says of itself. */

const electron = vi.hoisted(() => ({}) as Record<string, unknown>);
vi.mock('electron', () => ({
  get app() {
    return electron['app'];
  },
  get dialog() {
    return electron['dialog'];
  },
  get Menu() {
    return electron['Menu'];
  },
  get Tray() {
    return electron['Tray'];
  },
  BrowserWindow: { getAllWindows: () => electron['windows'] },
}));

class Window extends EventEmitter {
  isShown = true;
  isVisible = (): boolean => this.isShown;
  hide = (): void => void (this.isShown = false);
  /** False where it was held up. */
  close(): boolean {
    const event = new Preventable();
    this.emit('close', event);
    return !event.isPrevented;
  }
}

let app: StandInApp;
let dialogs: StandInDialogs;
let menus: StandInMenus;
let window: Window;
let life: Life;
let status: 'running' | 'queued' | null;
let isHeld: boolean;
let closed: number;
let shown: number;

beforeEach(() => {
  app = standInApp('', false);
  dialogs = standInDialogs();
  menus = standInMenus();
  window = new Window();
  Object.assign(electron, { app, dialog: dialogs.exports, ...menus.exports, windows: [window] });
  [status, isHeld, closed, shown] = ['running', false, 0, 0];
  const studio = {
    isTraining: () => status === 'running',
    close: () => Promise.resolve(void closed++),
    handlers: { 'queue.list': () => ({ entries: status === null ? [] : [{ status }], isHeld }) },
  } as unknown as Studio;
  life = setupLife({ studio, iconFile: 'resources/icon.png', show: () => void shown++ });
  life.watch(window as unknown as BrowserWindow);
});

const GO_ON = { response: 0, checkboxChecked: true };
const GO_ON_FOR_EVER = { response: 0, checkboxChecked: false };
const QUIT = { response: 1, checkboxChecked: false };
const CANCEL = { response: 2, checkboxChecked: false };
const asked = (): number => dialogs.shown.length;
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

describe.skipIf(process.platform === 'darwin')('closing the window while a run is trained', () => {
  test('asks, and Cancel leaves everything as it was', async () => {
    dialogs.answers.push(CANCEL);
    expect(window.close()).toBe(false);
    await settled();
    expect(dialogs.shown[0]?.options).toMatchObject({
      buttons: ['Go On in the Background', 'Pause and Quit', 'Cancel'],
      defaultId: 0,
      cancelId: 2,
    });
    expect([window.isShown, app.isQuit, closed]).toEqual([true, false, 0]);
    expect(menus.trays).toEqual([]);
  });

  test('asks once, however often the cross is clicked meanwhile', async () => {
    dialogs.answers.push(CANCEL);
    for (let i = 0; i < 3; i++) expect(window.close()).toBe(false);
    await settled();
    expect(asked()).toBe(1);
  });

  test('in the background the window is hidden and the program goes on until the queue is empty', async () => {
    dialogs.answers.push(GO_ON);
    window.close();
    await settled();
    expect([window.isShown, app.isQuit, closed]).toEqual([false, false, 0]);
    expect(menus.trays).toHaveLength(1);

    status = 'queued'; // between two runs
    life.queueChanged();
    await settled();
    expect(app.isQuit).toBe(false);

    status = null;
    life.queueChanged();
    await vi.waitUntil(() => app.isQuit, SOON);
    expect(closed).toBe(1);
  });

  test('what waits in a queue that is held does not keep it', async () => {
    dialogs.answers.push(GO_ON);
    window.close();
    await settled();
    [status, isHeld] = ['queued', true];
    life.queueChanged();
    await vi.waitUntil(() => app.isQuit, SOON);
  });

  test('in the background for good it stays though the queue is empty; the tray shows the window or ends the program', async () => {
    dialogs.answers.push(GO_ON_FOR_EVER);
    window.close();
    await settled();
    status = null;
    life.queueChanged();
    await settled();
    expect(app.isQuit).toBe(false);

    const [tray] = menus.trays;
    tray?.emit('click');
    expect(shown).toBe(1);
    menuItem(tray?.menu ?? [], 'Pause and Quit').click?.();
    await vi.waitUntil(() => app.isQuit, SOON);
    expect(closed).toBe(1);
  });

  test('once it is seen again, it no longer ends with the queue, and the tray is gone', async () => {
    dialogs.answers.push(GO_ON);
    window.close();
    await settled();
    window.isShown = true;
    life.shown();
    expect(menus.trays[0]?.isDestroyed).toBe(true);
    status = null;
    life.queueChanged();
    await settled();
    expect(app.isQuit).toBe(false);
  });

  test('Pause and Quit saves through the studio before the program ends', async () => {
    dialogs.answers.push(QUIT);
    window.close();
    await vi.waitUntil(() => app.isQuit, SOON);
    expect(closed).toBe(1);
    expect(window.close()).toBe(true);
  });
});

test('quitting while a run is trained asks too', async () => {
  dialogs.answers.push(CANCEL, QUIT);
  app.quit();
  await settled();
  expect([asked(), app.isQuit]).toEqual([1, false]);
  app.quit();
  await vi.waitUntil(() => app.isQuit, SOON);
  expect([asked(), closed]).toEqual([2, 1]);
});

test('where nothing is trained nothing is asked: the studio gives the library free, and the program ends', async () => {
  status = null;
  expect(window.close()).toBe(true);
  app.quit();
  await vi.waitUntil(() => app.isQuit, SOON);
  expect([asked(), closed]).toEqual([0, 1]);
});
