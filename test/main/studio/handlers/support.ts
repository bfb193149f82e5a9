import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createClient, type Client } from '../../../../src/core/contract/client.ts';
import type { EventName, Handlers } from '../../../../src/core/contract/index.ts';
import { answer, toReply } from '../../../../src/core/contract/reply.ts';
import type { RunId } from '../../../../src/core/contract/runs.ts';
import { openLibrary, type Library } from '../../../../src/main/store/library.ts';
import type { StudioContext } from '../../../../src/main/studio/context.ts';
import { runsHandlers } from '../../../../src/main/studio/handlers/runs.ts';
import { seriesHandlers } from '../../../../src/main/studio/handlers/series.ts';
import { settingsHandlers } from '../../../../src/main/studio/handlers/settings.ts';
import { makeFolder, placeIn, removeFolder } from '../../../support/sample-library.ts';

export interface Asked {
  /** What a page has, over the contract's checks. */
  readonly client: Client;
  readonly library: Library;
  readonly told: { readonly name: EventName; readonly payload: unknown }[];
  readonly folder: string;
}

/** The handlers of runs, series and settings over a real library, which the test may write besides. */
export function ask(fill: (library: Library) => void = () => undefined): Asked {
  const folder = makeFolder();
  const library = openLibrary(placeIn(folder).file);
  onTestFinished(() => {
    library.close();
    removeFolder(folder);
  });
  fill(library);
  const told: Asked['told'] = [];
  return { client: clientOf(() => library, folder, told), library, told, folder };
}

/** The same where no library has been made yet. */
export function askNothing(): Client {
  return clientOf(() => null, '/nowhere', []);
}

function clientOf(reading: () => Library | null, folder: string, told: Asked['told']): Client {
  const emit: StudioContext['emit'] = (name, payload) => void told.push({ name, payload });
  const context: Pick<StudioContext, 'place' | 'emit' | 'reading' | 'writing' | 'changed' | 'onWritable'> = {
    place: { file: join(folder, 'library.sqlite'), isDefault: false },
    emit,
    reading,
    writing: () => {
      const library = reading();
      if (library === null) throw new Error('there is no library to write');
      return library;
    },
    changed: (runs) => emit('runs.changed', runs === undefined ? {} : { runs: runs as RunId[] }),
    onWritable: (listener) => {
      if (reading() !== null) listener();
    },
  };
  const handlers = { ...runsHandlers(context), ...seriesHandlers(context), ...settingsHandlers(context) } as Handlers;
  const toThrow = (fault: unknown): void => console.error(fault);
  return createClient({
    call: (name, payload) => toReply(() => answer(handlers, name, payload), toThrow),
    on: () => () => undefined,
  });
}

/** The code of the error that a question is refused with. */
export async function refusalOf(question: Promise<unknown>): Promise<string> {
  try {
    await question;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
  return 'answered';
}
