import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';

/**
 * All that a page gets. It lists no calls: it reaches only channels that begin with `app:`, and the host answers only those of the
 * contract, for its own page. `on` gives the function that ends that one subscription.
 */
contextBridge.exposeInMainWorld('bridge', {
  call: (name: string, payload: unknown): Promise<unknown> => ipcRenderer.invoke(`app:${name}`, payload),
  on(name: string, listener: (payload: unknown) => void): () => void {
    const forward = (_event: IpcRendererEvent, payload: unknown): void => listener(payload);
    ipcRenderer.on(`app:${name}`, forward);
    return () => void ipcRenderer.off(`app:${name}`, forward);
  },
});
