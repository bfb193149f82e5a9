import type { AppInfo } from '../../core/contract/app.ts';
import type { Emit, Handlers } from '../../core/contract/index.ts';
import type { RunId } from '../../core/contract/runs.ts';
import type { HostAbilities, StudioContext } from './context.ts';
import { dataBrowser } from './data/browser.ts';
import { dataSets } from './data/sets.ts';
import { dataHandlers } from './handlers/data.ts';
import { engineHandlers } from './handlers/engine.ts';
import { filesHandlers } from './handlers/files.ts';
import { geometryHandlers } from './handlers/geometry.ts';
import { libraryHandlers } from './handlers/library.ts';
import { methodsHandlers } from './handlers/methods.ts';
import { queueHandlers } from './handlers/queue.ts';
import { runsHandlers } from './handlers/runs.ts';
import { seriesHandlers } from './handlers/series.ts';
import { settingsHandlers } from './handlers/settings.ts';
import { accessLibrary } from './library-access.ts';
import type { CommandPlace } from './library-lock.ts';
import { startQueue } from './queue.ts';
import { shellWord } from './shell-word.ts';
import { cacheFolder, type LibraryPlace } from './where.ts';

/** What the program can do, free of any transport. */
export interface Studio {
  readonly handlers: Handlers;
  /** Throws why the library cannot be written, where it cannot. */
  checkLibrary(): void;
  /** Whether a run is being trained: a host asks before it ends. */
  isTraining(): boolean;
  /** Says beside the library where commands find this studio. */
  announce(at: CommandPlace): void;
  /** Saves and rests what is trained, then gives the library free. */
  close(): Promise<void>;
}

export interface StudioOptions {
  readonly library: LibraryPlace;
  readonly host: AppInfo['host'];
  readonly version: string;
  readonly abilities: HostAbilities;
  /** Tells every page. */
  readonly emit: Emit;
  /** How often the library is looked at for what another process wrote, while this one cannot write it. */
  readonly lookEveryMs?: number;
}

/** The studio over one library: its writer, its queue, and the answers to every call of the contract. */
export async function openStudio(options: StudioOptions): Promise<Studio> {
  const { library: place, host, version, abilities, emit, lookEveryMs } = options;
  const access = await accessLibrary({
    place,
    onChange: () => emit('runs.changed', {}),
    onAccess: () => emit('app.changed', {}),
    ...(lookEveryMs === undefined ? {} : { lookEveryMs }),
  });
  const context: Omit<StudioContext, 'queue' | 'sets' | 'browser'> = {
    place,
    host,
    version,
    cacheFolder: cacheFolder(),
    emit,
    abilities,
    reading: () => access.reading(),
    writing: () => access.writing(),
    changed: (runs) => emit('runs.changed', runs === undefined ? {} : { runs: runs as RunId[] }),
    onWritable: (listener) => access.onWritable(listener),
    replacing: (work) => access.replacing(work),
  };
  const queue = startQueue(context);
  const browser = dataBrowser({ spawn: abilities.spawnTrainer, cacheFolder: context.cacheFolder });
  const sets = dataSets({ reading: context.reading, browser });
  const whole: StudioContext = { ...context, queue, sets, browser };
  const command = `npx redreg train --data av-digits --method redreg --preset quick${place.isDefault ? '' : ` --library ${shellWord(place.file)}`}`;
  const engine = engineHandlers(whole);

  return {
    handlers: {
      'app.info': () => ({
        version,
        host,
        platform: process.platform,
        library: place.file,
        readOnly: access.refusal,
        command,
      }),
      ...dataHandlers(whole).handlers,
      ...engine.handlers,
      ...filesHandlers(whole),
      ...geometryHandlers(whole),
      ...libraryHandlers(whole),
      ...methodsHandlers(whole),
      ...queueHandlers(whole, queue),
      ...runsHandlers(whole),
      ...seriesHandlers(whole),
      ...settingsHandlers(whole),
    },
    checkLibrary: () => void access.writing(),
    isTraining: () => queue.hasRunning(),
    announce: (at) => access.announce(at),
    async close() {
      engine.close();
      await Promise.all([queue.close(), browser.close()]);
      access.close();
    },
  };
}
