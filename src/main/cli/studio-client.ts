import WebSocket from 'ws';
import { createClient, type Bridge, type Client } from '../../core/contract/client.ts';
import { frameReader } from '../../core/contract/frame-reader.ts';
import { FromHost } from '../../core/contract/socket.ts';
import { encodeFrames } from '../../core/contract/wire.ts';
import { AppError } from '../../core/errors/app-error.ts';
import { commandPlace, type CommandPlace } from '../studio/library-lock.ts';
import type { LibraryPlace } from '../studio/where.ts';

/** The studio that has a library open, as a command in a terminal reaches it. */
export interface StudioClient {
  readonly client: Client;
  /** Resolves when the connection is lost or closed. */
  readonly gone: Promise<void>;
  close(): void;
}

/** A studio on this machine that does not take a connection in this time is taken for absent. */
const PATIENCE_MS = 5_000;

/** Connects to the studio that has a library open; null where none has. */
export async function findStudio({ file }: LibraryPlace): Promise<StudioClient | null> {
  const at = await commandPlace(file);
  if (at === null) return null;
  const socket = await opened(at);
  return socket === null ? null : studioClient(socket);
}

function opened({ port, key }: CommandPlace): Promise<WebSocket | null> {
  const socket = new WebSocket(`ws://127.0.0.1:${String(port)}/commands`, {
    headers: { Authorization: `Bearer ${key}` },
    handshakeTimeout: PATIENCE_MS,
    perMessageDeflate: false,
  });
  return new Promise((resolve) => {
    socket.once('open', () => resolve(socket));
    // Refused, or nobody there: the studio has just ended, or has another key by now.
    socket.on('error', () => resolve(null));
  });
}

function studioClient(socket: WebSocket): StudioClient {
  const waiting = new Map<number, { resolve(reply: unknown): void; reject(error: AppError): void }>();
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  let lastId = 0;

  const receive = (value: unknown): void => {
    const message = FromHost.parse(value);
    if ('event' in message) {
      for (const listener of listeners.get(message.event) ?? []) listener(message.payload);
      return;
    }
    waiting.get(message.id)?.resolve(message.reply);
    waiting.delete(message.id);
  };
  const read = frameReader(receive);
  socket.binaryType = 'arraybuffer';
  socket.on('message', (data, isBinary) => read(isBinary ? (data as ArrayBuffer) : textOf(data)));
  const gone = new Promise<void>((resolve) =>
    socket.once('close', () => {
      for (const { reject } of waiting.values()) reject(new AppError('host.gone', {}));
      waiting.clear();
      resolve();
    }),
  );

  const bridge: Bridge = {
    call: (call, payload) =>
      new Promise((resolve, reject) => {
        if (socket.readyState !== socket.OPEN) return reject(new AppError('host.gone', {}));
        const id = ++lastId;
        waiting.set(id, { resolve, reject });
        socket.send(encodeFrames({ id, call, payload }).text);
      }),
    on(name, listener) {
      const all = listeners.get(name) ?? new Set();
      listeners.set(name, all.add(listener));
      return () => void all.delete(listener);
    },
  };
  return { client: createClient(bridge), gone, close: () => socket.close() };
}

/** With `binaryType` set, `ws` hands text over as an ArrayBuffer too. */
const textOf = (data: WebSocket.RawData): string => Buffer.from(data as ArrayBuffer).toString('utf8');
