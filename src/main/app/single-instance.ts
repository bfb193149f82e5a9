import { app, BrowserWindow } from 'electron';

/** True for the first instance. A later one ends at once, and the first comes to the front. */
export function setupSingleInstance(open: () => void): boolean {
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return false;
  }
  const show = (): void => {
    const [window] = BrowserWindow.getAllWindows();
    if (window === undefined) return open();
    if (window.isMinimized()) window.restore();
    window.focus();
  };
  app.on('second-instance', () => void app.whenReady().then(show));
  app.on('activate', () => void app.whenReady().then(show));
  return true;
}

/** With its last window the program ends, except on macOS, where it stays in the dock. */
export function setupQuitting(): void {
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
}
