import { availableParallelism } from 'node:os';
import { listDevices } from '../engine/devices.ts';
import { createInstaller } from '../engine/installer.ts';
import { listPacks } from '../engine/packs.ts';
import { installerScript } from '../engine/program-root.ts';
import type { HandlersOf, StudioContext } from '../context.ts';

/** The TensorFlow packs and the devices. `script`: what makes a pack, for tests. */
export function engineHandlers(
  { emit, cacheFolder }: Pick<StudioContext, 'emit' | 'cacheFolder'>,
  script: string | null = installerScript(),
): { readonly handlers: HandlersOf<'engine'>; close(): void } {
  const installer = createInstaller(script, (progress) => emit('engine.progress', progress));
  const handlers: HandlersOf<'engine'> = {
    'engine.status': async () => ({
      packs: await listPacks({ cacheFolder }),
      devices: await listDevices(),
      threads: availableParallelism(),
      installing: installer.kind,
    }),
    'engine.install': ({ kind }) => {
      installer.install(kind);
      return {};
    },
    'engine.cancel': () => {
      installer.cancel();
      return {};
    },
  };
  return { handlers, close: () => installer.close() };
}
