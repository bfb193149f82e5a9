import { app } from 'electron';
import type { PageAddress } from './page-address.ts';

/** The page stays where it is: it leads nowhere, opens no window and embeds nothing foreign. Holds for every page ever made. */
export function setupGuards({ prefix }: PageAddress): void {
  app.on('web-contents-created', (_created, contents) => {
    contents.on('will-navigate', (event) => {
      if (!event.url.startsWith(prefix)) event.preventDefault();
    });
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame || !event.url.startsWith(prefix)) event.preventDefault();
    });
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}
