/** A frame as `senderFrame` shows it. */
export interface StandInFrame {
  readonly url: string;
  readonly parent: StandInFrame | null;
}

type Listener = (event: { readonly senderFrame: StandInFrame | null }, payload: unknown) => unknown;

export interface StandInIpc {
  handle(channel: string, listener: Listener): void;
  readonly channels: readonly string[];
  /** A call from a frame; null is one that has gone meanwhile. The answer crosses as a structured clone, as it does in Electron. */
  invoke(channel: string, payload: unknown, senderFrame: StandInFrame | null): Promise<unknown>;
}

/** `ipcMain`. */
export function standInIpc(): StandInIpc {
  const listeners = new Map<string, Listener>();
  return {
    handle(channel, listener) {
      if (listeners.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
      listeners.set(channel, listener);
    },
    get channels() {
      return [...listeners.keys()];
    },
    async invoke(channel, payload, senderFrame) {
      const listener = listeners.get(channel);
      if (listener === undefined) throw new Error(`No handler registered for '${channel}'`);
      return structuredClone(await listener({ senderFrame }, structuredClone(payload)));
    },
  };
}
