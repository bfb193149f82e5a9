import { app } from 'electron';

/** True for the first instance. A later one ends at once, and `show` brings the first to the front; so does a click in the dock. */
export function setupSingleInstance(show: () => void): boolean {
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return false;
  }
  app.on('second-instance', () => void app.whenReady().then(show));
  app.on('activate', () => void app.whenReady().then(show));
  return true;
}
