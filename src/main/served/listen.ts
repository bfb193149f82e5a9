import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '../../core/errors/app-error.ts';

/** Nothing but this machine's own loopback is listened on. */
export const ADDRESS = '127.0.0.1';

/** Listens on loopback; port 0 is any free one. Gives the port. Throws `served.port-taken`, `served.port-refused`. */
export function listen(server: Server, port: number): Promise<number> {
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

/** Gives the port free; connections that do not end by themselves are cut after `patienceMs`. */
export function closeServer(server: Server, patienceMs: number): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    setTimeout(() => server.closeAllConnections(), patienceMs);
  });
}
