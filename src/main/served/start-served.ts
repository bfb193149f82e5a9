import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Emit } from '../../core/contract/index.ts';
import { AppError } from '../../core/errors/app-error.ts';
import type { HostAbilities } from '../studio/context.ts';
import { openStudio } from '../studio/studio.ts';
import type { LibraryPlace } from '../studio/where.ts';
import { createAccess } from './access.ts';
import { servePage } from './serve-page.ts';
import { FAREWELL_MS, serveSockets } from './serve-sockets.ts';

/** Nothing but this machine's own loopback is listened on. */
const ADDRESS = '127.0.0.1';

export interface ServedOptions {
  readonly library: LibraryPlace;
  /** 0: any free port. */
  readonly port?: number;
  /** Folder of the built page. */
  readonly page: string;
  readonly version: string;
  readonly abilities: HostAbilities;
  /** Told of faults of the program, for a log. */
  readonly onFault: (thrown: unknown) => void;
  /** Told when the link was used, with the next one. */
  readonly onLinkUsed?: (next: string) => void;
  readonly lookEveryMs?: number;
}

export interface Served {
  readonly port: number;
  /** Opens the program in one browser, once. */
  link(): string;
  /** Ends all connections and gives the port free. */
  close(): Promise<void>;
}

/** Serves the studio as a page on loopback. Throws `served.…` or `host.not-built`, and `store.…` for what is no library. */
export async function startServed(options: ServedOptions): Promise<Served> {
  const { library, port: wanted = 0, page, version, abilities, onFault, onLinkUsed, lookEveryMs } = options;
  if (!existsSync(join(page, 'index.html'))) throw new AppError('host.not-built', { folder: page });

  const server = createServer();
  const port = await listen(server, wanted);
  const access = createAccess(port);
  const link = (): string => `http://${ADDRESS}:${port}/?token=${access.token}`;

  const emit: Emit = (name, payload) => sockets.emit(name, payload);
  const studio = await openStudio({
    ...{ library, host: 'served', version, abilities, emit },
    ...(lookEveryMs === undefined ? {} : { lookEveryMs }),
  });
  studio.announce(port);
  const sockets = serveSockets(server, { access, handlers: studio.handlers, onFault });
  server.on('request', (request, response) => {
    servePage(request, response, { folder: page, access, onLinkUsed: () => onLinkUsed?.(link()) }).catch((fault: unknown) => {
      onFault(fault);
      response.destroy();
    });
  });

  return {
    port,
    link,
    async close() {
      await studio.close();
      sockets.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        setTimeout(() => server.closeAllConnections(), FAREWELL_MS);
      });
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code ?? error.message;
      reject(
        error.code === 'EADDRINUSE'
          ? new AppError('served.port-taken', { port })
          : new AppError('served.port-refused', { port, reason }),
      );
    });
    server.listen({ host: ADDRESS, port, exclusive: true }, () => resolve((server.address() as AddressInfo).port));
  });
}
