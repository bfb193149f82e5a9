import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import type { Emit } from '../../core/contract/index.ts';
import { AppError } from '../../core/errors/app-error.ts';
import type { HostAbilities } from '../studio/context.ts';
import { openStudio, type Studio } from '../studio/studio.ts';
import type { LibraryPlace } from '../studio/where.ts';
import { createAccess, createCommandKey } from './access.ts';
import { ADDRESS, closeServer, listen } from './listen.ts';
import { servePage } from './serve-page.ts';
import { commandGate, FAREWELL_MS, pageGate, serveSockets, type Sockets } from './serve-sockets.ts';

/** A library that cannot be written, or that somebody else is writing, can still be looked at. */
const MAY_STILL_BE_READ: readonly string[] = ['store.locked', 'store.read-only', 'store.folder-read-only'];

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
  isTraining(): boolean;
  /** Saves what is trained, ends all connections and gives the port free. */
  close(): Promise<void>;
}

/** Serves the studio as a page on loopback. Throws `served.…` or `host.not-built`, and `store.…` for what is no library. */
export async function startServed(options: ServedOptions): Promise<Served> {
  const { port: wanted = 0, page, onFault, onLinkUsed } = options;
  if (!existsSync(join(page, 'index.html'))) throw new AppError('host.not-built', { folder: page });

  const server = createServer();
  const port = await listen(server, wanted);
  const access = createAccess(port);
  const commands = createCommandKey();
  const link = (): string => `http://${ADDRESS}:${port}/?token=${access.token}`;

  let sockets: Sockets | null = null;
  const studio = await openReadable(options, (name, payload) => sockets?.emit(name, payload)).catch(async (error: unknown) => {
    await closeServer(server, 0);
    throw error;
  });
  const gates = { '/socket': pageGate(access), '/commands': commandGate(commands) };
  sockets = serveSockets(server, { gates, handlers: studio.handlers, onFault });
  server.on('request', (request, response) => {
    servePage(request, response, { folder: page, access, onLinkUsed: () => onLinkUsed?.(link()) }).catch((fault: unknown) => {
      onFault(fault);
      response.destroy();
    });
  });
  studio.announce({ port, key: commands.key });

  return {
    port,
    link,
    isTraining: () => studio.isTraining(),
    async close() {
      await studio.close();
      sockets.close();
      await closeServer(server, FAREWELL_MS);
    },
  };
}

/** Opens the studio; one over a file that is no library is closed again and says why. */
async function openReadable({ library, version, abilities, lookEveryMs }: ServedOptions, emit: Emit): Promise<Studio> {
  const look = lookEveryMs === undefined ? {} : { lookEveryMs };
  const studio = await openStudio({ library, host: 'served', version, abilities, emit, ...look });
  try {
    studio.checkLibrary();
  } catch (error) {
    if (error instanceof AppError && MAY_STILL_BE_READ.includes(error.code)) return studio;
    await studio.close();
    throw error;
  }
  return studio;
}
