import { protocol } from 'electron';
import { readPageFile } from '../served/bundle.ts';
import { cacheControl, SECURITY_HEADERS } from '../served/page-headers.ts';
import { HOST, SCHEME } from './page-address.ts';

/** Makes the page's scheme one with origins, as http is. Must come before Electron is ready. */
export function setupPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the built page from its folder, and nothing else. */
export function setupPageProtocol(folder: string): void {
  protocol.handle(SCHEME, async (request) => {
    const { host, pathname } = new URL(request.url);
    const isOurs = host === HOST && request.method === 'GET';
    const file = isOurs ? await readPageFile(folder, pathname) : null;
    if (file === null)
      return new Response('There is no such page.\n', {
        status: 404,
        headers: { ...SECURITY_HEADERS, 'Content-Type': 'text/plain' },
      });
    return new Response(file.body, {
      headers: { ...SECURITY_HEADERS, 'Content-Type': file.type, 'Cache-Control': cacheControl(file.isHashed) },
    });
  });
}
