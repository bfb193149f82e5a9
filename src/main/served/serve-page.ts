import type { IncomingMessage, ServerResponse } from 'node:http';
import { isLoopbackHost, type Access } from './access.ts';
import { readPageFile } from './bundle.ts';
import { cacheControl, SECURITY_HEADERS } from './page-headers.ts';

export interface PageOptions {
  readonly folder: string;
  readonly access: Access;
  /** Told when a link was used, since it works only once. */
  readonly onLinkUsed: () => void;
}

/** Answers one request for the page or a file of it. */
export async function servePage(request: IncomingMessage, response: ServerResponse, options: PageOptions): Promise<void> {
  const { folder, access, onLinkUsed } = options;
  if (!isLoopbackHost(request)) return refuse(response, 403, 'This name is not served here. Use 127.0.0.1 or localhost.');
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return refuse(response, 405, 'Only GET is answered here.', { Allow: 'GET, HEAD' });

  const { path, token } = targetOf(request.url ?? '/');
  if (token !== null && request.method === 'GET') {
    const cookie = access.exchange(token);
    if (cookie === null)
      return refuse(
        response,
        401,
        'This link was used before, or is of an earlier start. The terminal shows the one that is valid now.',
      );
    onLinkUsed();
    return send(response, 303, '', { Location: '/', 'Set-Cookie': cookie, 'Cache-Control': 'no-store' });
  }
  if (!access.hasSession(request)) return refuse(response, 401, 'Open the link that the program printed in its terminal.');

  const file = await readPageFile(folder, path);
  if (file === null) return refuse(response, 404, 'There is no such page.');
  send(response, 200, request.method === 'HEAD' ? '' : file.body, {
    'Content-Type': file.type,
    'Cache-Control': cacheControl(file.isHashed),
  });
}

/** The path as it was sent, not tidied: `URL` would resolve `..`, and what is checked must be what was asked for. */
function targetOf(url: string): { readonly path: string; readonly token: string | null } {
  const [path = '/', query = ''] = url.split('?', 2);
  return { path, token: path === '/' ? new URLSearchParams(query).get('token') : null };
}

function refuse(response: ServerResponse, status: number, text: string, headers: Readonly<Record<string, string>> = {}): void {
  send(response, status, `${text}\n`, { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store', ...headers });
}

function send(response: ServerResponse, status: number, body: string | Buffer, headers: Readonly<Record<string, string>>): void {
  response.writeHead(status, { ...SECURITY_HEADERS, ...headers }).end(body);
}
