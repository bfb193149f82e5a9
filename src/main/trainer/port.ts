/**
 * The training process's end of the line to its host: Electron's parent port in a utility process, Node's channel in a child
 * process. Nothing else in the trainer knows which of the two it runs under.
 */
export interface Port {
  /** Sends a structured clone; typed arrays, NaN and infinity arrive as they are. */
  post(message: unknown): void;
  /** Messages that came before the first listener are kept for it. */
  onMessage(listener: (message: unknown) => void): void;
  /** The host is gone: nobody will read another message, so the process should end. */
  onClose(listener: () => void): void;
  /** Resolves when all that was posted has been handed over, so that the process may exit. */
  flush(): Promise<void>;
}

/** What Electron puts on `process` in a utility process. It has no close event: Electron ends the process with its host. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
}

/** The port of this process, or null when nothing started it that could listen. */
export function parentPort(): Port | null {
  const electron = (process as { parentPort?: ParentPort }).parentPort;
  if (electron !== undefined) return utilityPort(electron);
  return process.send === undefined ? null : childPort(process.send.bind(process));
}

function utilityPort(port: ParentPort): Port {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => void port.on('message', ({ data }) => listener(data)),
    onClose: () => undefined,
    flush: () => new Promise((resolve) => void setImmediate(resolve)),
  };
}

type Send = (message: unknown, handle: undefined, options: undefined, sent: (error: Error | null) => void) => boolean;

function childPort(send: Send): Port {
  const underway = new Set<Promise<void>>();
  return {
    post(message) {
      if (!process.connected) return;
      // A send fails only when the host has gone, and `onClose` tells that.
      const sent = new Promise<void>((resolve) => send(message, undefined, undefined, () => resolve()));
      underway.add(sent);
      void sent.then(() => underway.delete(sent));
    },
    onMessage: (listener) => void process.on('message', listener),
    onClose: (listener) => void process.on('disconnect', listener),
    flush: async () => void (await Promise.all(underway)),
  };
}
