import type { Database } from 'better-sqlite3';
import { AppError } from '../../core/errors/app-error.ts';

/** What the table families share. */
export interface StoreContext {
  readonly db: Database;
  readonly file: string;
  readonly now: () => number;
  /**
   * Runs `work` in one transaction; inside another one it joins it. What throws leaves nothing behind, in the file or in memory:
   * every `onRollback` listener is told.
   */
  transaction<T>(work: () => T): T;
  onRollback(listener: () => void): void;
  /** A run's inner number. Throws `store.unknown-run`. */
  numberOf(id: string): number;
}

export function storeContext(db: Database, file: string, now: () => number): StoreContext {
  const listeners: (() => void)[] = [];
  const numbers = db.prepare<[string], number>('SELECT number FROM run WHERE id = ?').pluck();
  const count = db.prepare<[], number>('SELECT count(*) FROM run').pluck();
  const immediate = db.transaction((work: () => unknown) => work()).immediate;

  return {
    db,
    file,
    now,
    onRollback: (listener) => void listeners.push(listener),
    transaction<T>(work: () => T): T {
      if (db.inTransaction) return work();
      try {
        return immediate(work) as T;
      } catch (error) {
        for (const listener of listeners) listener();
        throw error;
      }
    },
    numberOf(id) {
      const number = numbers.get(id);
      if (number === undefined) throw new AppError('store.unknown-run', { file, wanted: id, near: [], total: count.get() ?? 0 });
      return number;
    },
  };
}
