import type { Bridge } from '../core/contract/client.ts';
import { FromHost } from '../core/contract/socket.ts';
import { encodeFrames, type Frames } from '../core/contract/wire.ts';
import { AppError } from '../core/errors/app-error.ts';
import { frameReader } from '../core/contract/frame-reader.ts';

const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 5_000;

export interface SocketBridge extends Bridge {
  onConnection(listener: (isOpen: boolean) => void): () => void;
}

interface Waiting {
  resolve(reply: unknown): void;
  reject(error: AppError): void;
}

/**
 * The contract over a web socket. A lost connection is taken up again, ever more slowly; a call that it was lost under, or that no
 * connection could be made for, fails with `host.gone`.
 */
export function socketBridge(url: string): SocketBridge {
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  const connectionListeners = new Set<(isOpen: boolean) => void>();
  let lastId = 0;
  let retryMs = FIRST_RETRY_MS;
  let socket = open();

  function open(): WebSocket {
    const opened = new WebSocket(url);
    opened.binaryType = 'arraybuffer';
    const read = frameReader(receive);
    opened.addEventListener('open', () => {
      retryMs = FIRST_RETRY_MS;
      for (const listener of connectionListeners) listener(true);
    });
    opened.addEventListener('message', ({ data }) => read(data as string | ArrayBuffer));
    opened.addEventListener('close', lost);
    return opened;
  }

  function lost(): void {
    for (const listener of connectionListeners) listener(false);
    for (const { reject } of waiting.values()) reject(new AppError('host.gone', {}));
    waiting.clear();
    setTimeout(() => (socket = open()), retryMs);
    retryMs = Math.min(2 * retryMs, LAST_RETRY_MS);
  }

  function receive(value: unknown): void {
    const message = FromHost.parse(value);
    if ('event' in message) {
      for (const listener of listeners.get(message.event) ?? []) listener(message.payload);
      return;
    }
    waiting.get(message.id)?.resolve(message.reply);
    waiting.delete(message.id);
  }

  return {
    call: (name, payload) =>
      new Promise((resolve, reject) => {
        const id = lastId++;
        waiting.set(id, { resolve, reject });
        sendWhenOpen(socket, encodeFrames({ id, call: name, payload }));
      }),
    on(name, listener) {
      const all = listeners.get(name) ?? new Set();
      listeners.set(name, all.add(listener));
      return () => void all.delete(listener);
    },
    onConnection(listener) {
      connectionListeners.add(listener);
      return () => void connectionListeners.delete(listener);
    },
  };
}

/** Requests hold no typed arrays, so the text is all of it. On a socket that is closing nothing is sent; its end fails the call. */
function sendWhenOpen(socket: WebSocket, { text }: Frames): void {
  if (socket.readyState === WebSocket.CONNECTING) socket.addEventListener('open', () => socket.send(text), { once: true });
  else socket.send(text);
}
