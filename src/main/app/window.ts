import { app, BrowserWindow, nativeTheme, screen, type WebPreferences } from 'electron';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ProgramFiles } from '../studio/program-files.ts';
import { logFault } from './log.ts';
import type { PageAddress } from './page-address.ts';
import { keepWindowState, windowState } from './window-state.ts';

/** Electron's defaults, stated so that a change of theirs does not change ours; the last two are ours. */
const WEB_PREFERENCES = {
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
} as const satisfies WebPreferences;

/** The page's own backgrounds (renderer/theme.css), so that nothing flashes before it is drawn. */
const backgroundColor = (): string => (nativeTheme.shouldUseDarkColors ? '#121418' : '#f7f8fa');

/** A page that crashes is loaded again, but not over and over. */
const LEAST_MS_BETWEEN_RELOADS = 10_000;

export interface WindowContents {
  readonly files: ProgramFiles;
  readonly page: PageAddress;
  /** Where in the page, as in `#/runs`; empty: where it begins. */
  readonly hash: string;
}

/** Opens a window where the last one was. */
export function openWindow({ files, page, hash }: WindowContents): BrowserWindow {
  const stateFile = join(app.getPath('userData'), 'window.json');
  const { isMaximized, ...bounds } = windowState(stateFile, screen.getAllDisplays());
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 960,
    minHeight: 600,
    title: 'RedReg Studio',
    ...(existsSync(files.icon) ? { icon: files.icon } : {}),
    backgroundColor: backgroundColor(),
    show: false,
    webPreferences: { ...WEB_PREFERENCES, preload: files.preload },
  });
  if (isMaximized) window.maximize();
  keepWindowState(window, stateFile);
  window.once('ready-to-show', () => window.show());
  reloadAfterCrash(window);
  window.loadURL(page.url + hash).catch(logFault);
  return window;
}

/** A window's background follows the system's theme, as its page does. */
export function setupTheme(): void {
  nativeTheme.on('updated', () => {
    for (const window of BrowserWindow.getAllWindows()) window.setBackgroundColor(backgroundColor());
  });
}

function reloadAfterCrash(window: BrowserWindow): void {
  let reloadedMs = 0;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    logFault(new Error(`the page's process is gone: ${reason}`));
    if (reason === 'clean-exit' || Date.now() - reloadedMs < LEAST_MS_BETWEEN_RELOADS) return;
    reloadedMs = Date.now();
    window.reload();
  });
}
