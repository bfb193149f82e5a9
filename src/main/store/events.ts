import type { StoreContext } from './context.ts';
import type { Search } from './search.ts';

export type EventLevel = 'info' | 'warning' | 'error';

export interface RunEvent {
  readonly level: EventLevel;
  readonly text: string;
  /** When it happened; by default now. */
  readonly atMs?: number;
}

export interface StoredEvent extends Required<RunEvent> {
  /** Grows with every event of the library: a cursor for `listEvents`. */
  readonly id: number;
}

/** The log of a run. */
export function eventTable({ db, now, transaction, numberOf }: StoreContext, search: Search) {
  const insert = db.prepare('INSERT INTO event (run, at_ms, level, text) VALUES (?, ?, ?, ?)');
  const list = db.prepare<[number, number], StoredEvent>(
    'SELECT id, at_ms AS atMs, level, text FROM event WHERE run = ? AND id > ? ORDER BY id',
  );

  return {
    addEvents(run: string, events: readonly RunEvent[]): void {
      transaction(() => {
        const number = numberOf(run);
        for (const { atMs = now(), level, text } of events) insert.run(number, atMs, level, text);
        search.index(number);
      });
    },

    /** Oldest first; only those after the event `afterId`, if given. */
    listEvents: (run: string, afterId = 0): StoredEvent[] => list.all(numberOf(run), afterId),
  };
}
