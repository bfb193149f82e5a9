import { existsSync } from 'node:fs';
import { createClient, type Client } from '../../../../core/contract/client.ts';
import type { Emit, Handlers } from '../../../../core/contract/index.ts';
import { answer, toReply } from '../../../../core/contract/reply.ts';
import { openLibrary, type Library } from '../../../store/library.ts';
import { dataBrowser } from '../../../studio/data/browser.ts';
import { dataSets } from '../../../studio/data/sets.ts';
import { forkTrainer } from '../../../studio/fork-trainer.ts';
import { dataHandlers, type DataContext } from '../../../studio/handlers/data.ts';
import { openOwnLibrary } from '../../../studio/open-library.ts';
import { cacheFolder, type LibraryPlace } from '../../../studio/where.ts';
import { findStudio } from '../../studio-client.ts';
import { trainerEntry } from '../../trainer-entry.ts';

/** The `data.` calls of the contract, as a command has them. Nothing else may be asked of it: without a studio there is nothing else. */
export interface DataDesk {
  readonly client: Client;
  close(): Promise<void>;
}

/** A library that is read may be missing; one that is written is made. */
interface Shelf {
  readonly library: Library | null;
  close(): void;
}

/** What a command wants of the library; `peek`: to read it if it is there, since the command may be about a folder. */
export type LibraryUse = 'write' | 'read' | 'peek';

/**
 * Answered by the studio that has the library open, its one writer; where none does, by the same handlers in this process.
 * Errors: `store.…` where the library cannot be used so.
 */
export async function openDesk(place: LibraryPlace, use: LibraryUse): Promise<DataDesk> {
  const studio = await findStudio(place);
  if (studio !== null) return { client: studio.client, close: () => Promise.resolve(studio.close()) };
  return deskOver(use === 'write' ? await openOwnLibrary(place) : shelfToRead(place, use));
}

function shelfToRead({ file, isDefault }: LibraryPlace, use: 'read' | 'peek'): Shelf {
  const mayBeMissing = isDefault || use === 'peek';
  const library = mayBeMissing && !existsSync(file) ? null : openLibrary(file, { readOnly: true });
  return { library, close: () => library?.close() };
}

function deskOver(shelf: Shelf): DataDesk {
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  const emit: Emit = (name, payload) => {
    for (const listener of listeners.get(name) ?? []) listener(payload);
  };
  // Not before something on disk is looked at: a list of sets needs no built trainer.
  const browser = dataBrowser({ spawn: (environment) => forkTrainer(trainerEntry())(environment), cacheFolder: cacheFolder() });
  const reading = (): Library | null => shelf.library;
  const context: DataContext = {
    ...{ emit, browser, sets: dataSets({ reading, browser }) },
    writing() {
      if (shelf.library === null) throw new Error('a desk to read is asked to write');
      return shelf.library;
    },
  };
  const handlers = dataHandlers(context).handlers as Handlers;
  const client = createClient({
    call: (name, payload) => toReply(() => answer(handlers, name, payload), logFault),
    on(name, listener) {
      const all = listeners.get(name) ?? new Set();
      listeners.set(name, all.add(listener));
      return () => void all.delete(listener);
    },
  });
  return {
    client,
    async close() {
      await browser.close();
      shelf.close();
    },
  };
}

/** What a person can mend is told with its code; the rest is a fault of this program. */
function logFault(thrown: unknown): void {
  if (thrown instanceof Error && thrown.name !== 'AppError') process.stderr.write(`${thrown.stack ?? thrown.message}\n`);
}
