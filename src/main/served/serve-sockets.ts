import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import type { Emit, Handlers } from '../../core/contract/index.ts';
import { answer, toReply } from '../../core/contract/reply.ts';
import { ToHost, type FromHost } from '../../core/contract/socket.ts';
import { decodeFrames, encodeFrames } from '../../core/contract/wire.ts';
import { isLoopbackHost, isOwnOrigin, type Access, type CommandKey } from './access.ts';

/** No request is near this size; a larger message closes its connection. */
const LARGEST_REQUEST = 1024 * 1024;

/** How long the end waits for pages to say goodbye. */
export const FAREWELL_MS = 200;

/** Codes of RFC 6455. */
const GOING_AWAY = 1001;
const UNSUPPORTED = 1003;
const MALFORMED = 1007;

/** Why a request may not open a socket, as an HTTP status; null: it may. */
export type Gate = (request: IncomingMessage) => string | null;

export interface SocketOptions {
  /** By path. */
  readonly gates: Readonly<Record<string, Gate>>;
  readonly handlers: Handlers;
  readonly onFault: (thrown: unknown) => void;
}

export interface Sockets {
  readonly emit: Emit;
  close(): void;
}

/** For `/socket`: pages of this host alone. */
export const pageGate =
  (access: Access): Gate =>
  (request) => {
    if (!isLoopbackHost(request) || !isOwnOrigin(request)) return '403 Forbidden';
    return access.hasSession(request) ? null : '401 Unauthorized';
  };

/** For `/commands`: the command line of the same user. A browser always names an origin, whatever page it shows, and is refused for it. */
export const commandGate =
  ({ isShown }: CommandKey): Gate =>
  (request) => {
    if (!isLoopbackHost(request) || request.headers.origin !== undefined) return '403 Forbidden';
    return isShown(request) ? null : '401 Unauthorized';
  };

/** The contract over web sockets, each path behind its gate. */
export function serveSockets(server: Server, { gates, handlers, onFault }: SocketOptions): Sockets {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_REQUEST, perMessageDeflate: false });

  server.on('upgrade', (request, stream, head) => {
    const refusal = refusalOf(request, gates);
    if (refusal !== null) return refuse(stream, refusal);
    sockets.handleUpgrade(request, stream, head, (socket) => {
      // A socket's errors (a torn connection, too large a message) close it, and that is all there is to do.
      socket.on('error', () => socket.terminate());
      socket.on('message', (data, isBinary) => void receive(socket, data, isBinary));
    });
  });

  async function receive(socket: WebSocket, data: RawData, isBinary: boolean): Promise<void> {
    if (isBinary) return socket.close(UNSUPPORTED, 'requests are text');
    const message = parsed(textOf(data));
    if (message === null) return socket.close(MALFORMED, 'not a request of the contract');
    const reply = await toReply(() => answer(handlers, message.call, message.payload), onFault);
    send(socket, { id: message.id, reply });
  }

  return {
    emit: (event, payload) => {
      for (const socket of sockets.clients) send(socket, { event, payload });
    },
    close() {
      for (const socket of sockets.clients) socket.close(GOING_AWAY, 'the program ends');
      sockets.close();
      // A page that is frozen does not answer the farewell.
      setTimeout(() => sockets.clients.forEach((socket) => socket.terminate()), FAREWELL_MS);
    },
  };
}

function refusalOf(request: IncomingMessage, gates: SocketOptions['gates']): string | null {
  const path = request.url ?? '';
  const gate = Object.hasOwn(gates, path) ? gates[path] : undefined;
  return gate === undefined ? '404 Not Found' : gate(request);
}

function refuse(stream: Duplex, status: string): void {
  stream.on('error', () => stream.destroy());
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** Null for anything but a request. */
function parsed(text: string): ToHost | null {
  try {
    return ToHost.safeParse(decodeFrames(text, [])).data ?? null;
  } catch (error) {
    // A RangeError is a nesting too deep for the stack.
    if (error instanceof SyntaxError || error instanceof RangeError) return null;
    throw error;
  }
}

function send(socket: WebSocket, message: FromHost): void {
  if (socket.readyState !== socket.OPEN) return;
  const { text, parts } = encodeFrames(message);
  socket.send(text);
  for (const part of parts) socket.send(part);
}

/** Without fragments to join, `ws` hands a text message over as one buffer. */
const textOf = (data: RawData): string =>
  (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)).toString('utf8');
