import { createClient, type Bridge, type Client } from '../core/contract/client.ts';
import { socketBridge } from './socket-bridge.ts';

/** The host as the page sees it. */
export interface Host {
  readonly client: Client;
  /** Tells when the connection is lost and when it is there again. Gives the function that ends this. */
  onConnection(listener: (isOpen: boolean) => void): () => void;
}

declare global {
  interface Window {
    /** What the preload exposes; absent in a browser. */
    readonly bridge?: Bridge;
  }
}

/** The host that this page belongs to: the window's by its bridge, the served one by a web socket. */
export function connect(): Host {
  if (window.bridge !== undefined) return { client: createClient(window.bridge), onConnection: () => () => undefined };
  const bridge = socketBridge(new URL('/socket', window.location.href.replace(/^http/, 'ws')).href);
  return { client: createClient(bridge), onConnection: bridge.onConnection };
}
