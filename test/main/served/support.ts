import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import WebSocket from 'ws';
import { forkTrainer } from '../../../src/main/studio/fork-trainer.ts';
import { startServed, type Served, type ServedOptions } from '../../../src/main/served/start-served.ts';
import { makeFolder, placeIn, removeFolder } from '../../support/sample-library.ts';

/** A trainer without TensorFlow: enough for a host that is not asked to train. */
const TRAINER = join(import.meta.dirname, '../../fixtures/trainer/fake.mjs');

export interface StartOptions extends Partial<ServedOptions> {
  /** Fills the library before the host takes it. */
  readonly fill?: (libraryFile: string) => void;
}

export interface Started extends Served {
  readonly folder: string;
  readonly page: string;
  readonly faults: unknown[];
  readonly links: string[];
}

/** A served host over a page of three files and a library that is not there yet; ended after the test. */
export async function start({ fill, ...options }: StartOptions = {}): Promise<Started> {
  const folder = makeFolder();
  fill?.(placeIn(folder).file);
  const page = join(folder, 'page');
  mkdirSync(join(page, 'assets'), { recursive: true });
  writeFileSync(join(page, 'index.html'), '<!doctype html><title>page</title>');
  writeFileSync(join(page, 'assets', 'index-abc.js'), 'export {};');
  writeFileSync(join(page, 'notes.txt'), 'no kind that is served');
  writeFileSync(join(folder, 'secret.html'), 'outside');

  const faults: unknown[] = [];
  const links: string[] = [];
  const served = await startServed({
    library: placeIn(folder),
    page,
    version: '1.2.3',
    abilities: { spawnTrainer: forkTrainer(TRAINER) },
    onFault: (fault) => faults.push(fault),
    onLinkUsed: (next) => links.push(next),
    lookEveryMs: 20,
    ...options,
  });
  onTestFinished(async () => {
    await served.close();
    removeFolder(folder);
  });
  return { ...served, folder, page, faults, links };
}

export interface Got {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** One request, its path sent as it is. */
export async function get(port: number, path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Got> {
  const sent = request({ host: '127.0.0.1', port, path, method, headers, agent: false }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  let body = '';
  for await (const piece of response) body += String(piece);
  return { status: response.statusCode ?? 0, headers: response.headers, body };
}

/** Opens the link as a browser does; gives the cookie. */
export async function signIn({ port, link }: Pick<Served, 'port' | 'link'>): Promise<string> {
  const { pathname, search } = new URL(link());
  const { headers } = await get(port, pathname + search);
  return headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

export interface SocketHeaders {
  readonly cookie?: string;
  readonly origin?: string;
  readonly host?: string;
  readonly path?: string;
}

/** A socket that is open, or the status it was refused with. */
export async function connect(
  port: number,
  { cookie = '', origin, host, path = '/socket' }: SocketHeaders,
): Promise<WebSocket | number> {
  const own = host ?? `127.0.0.1:${port}`;
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, {
    headers: { Cookie: cookie, Host: own, ...(origin === '' ? {} : { Origin: origin ?? `http://${own}` }) },
  });
  onTestFinished(() => socket.terminate());
  return new Promise((resolve, reject) => {
    socket.on('open', () => resolve(socket));
    socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
    socket.on('error', reject);
  });
}
