import { session } from 'electron';
import type { PageAddress } from './page-address.ts';

/** What a page may load besides itself: what it made, and the developer tools' own parts. */
const HARMLESS = /^(?:blob|data|devtools):/;

/**
 * Denies what Electron grants by default: every permission and device. Nothing leaves the machine: a request for anything but the
 * page is cancelled, and the spell checker, which would fetch its dictionaries, is off.
 */
export function setupPermissions({ prefix }: PageAddress): void {
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  defaultSession.setPermissionCheckHandler(() => false);
  defaultSession.setDevicePermissionHandler(() => false);
  defaultSession.setSpellCheckerEnabled(false);

  const socketPrefix = prefix.replace(/^http:/, 'ws:');
  defaultSession.webRequest.onBeforeRequest(({ url }, decide) =>
    decide({ cancel: !url.startsWith(prefix) && !url.startsWith(socketPrefix) && !HARMLESS.test(url) }),
  );
}
