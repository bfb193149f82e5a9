import { createServer } from 'node:http';
import type { Emit, Handlers } from '../../core/contract/index.ts';
import type { CommandPlace } from '../studio/library-lock.ts';
import { createCommandKey } from './access.ts';
import { closeServer, listen } from './listen.ts';
import { SECURITY_HEADERS } from './page-headers.ts';
import { commandGate, FAREWELL_MS, serveSockets } from './serve-sockets.ts';

export interface CommandServer {
  readonly at: CommandPlace;
  readonly emit: Emit;
  close(): Promise<void>;
}

/** Takes commands of this user's terminals on a free loopback port, and serves nothing else: for a window, whose page comes otherwise. */
export async function serveCommands(handlers: Handlers, onFault: (thrown: unknown) => void): Promise<CommandServer> {
  const server = createServer((_request, response) => response.writeHead(404, SECURITY_HEADERS).end());
  const access = createCommandKey();
  const sockets = serveSockets(server, { gates: { '/commands': commandGate(access) }, handlers, onFault });
  const port = await listen(server, 0);
  return {
    at: { port, key: access.key },
    emit: sockets.emit,
    async close() {
      sockets.close();
      await closeServer(server, FAREWELL_MS);
    },
  };
}
