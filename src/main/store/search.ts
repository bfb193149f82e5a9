import type { StoreContext } from './context.ts';

/** How much of the end of a run's log can be found by search. */
const LOG_TAIL_EVENTS = 50;

export type Search = ReturnType<typeof searchIndex>;

/** The full-text index over names, notes, tags, configurations and the end of the log. */
export function searchIndex({ db }: StoreContext) {
  const write = db.prepare(`
    INSERT OR REPLACE INTO run_text (rowid, name, note, tags, config, log)
    SELECT number, name, note,
      (SELECT coalesce(group_concat(name, ' '), '') FROM tag WHERE run = number),
      config,
      concat_ws(char(10), error ->> '$.code', error ->> '$.message', (
        SELECT group_concat(text, char(10)) FROM (SELECT text FROM event WHERE run = number ORDER BY id DESC LIMIT ${LOG_TAIL_EVENTS})))
    FROM run WHERE number = ?`);
  const remove = db.prepare('DELETE FROM run_text WHERE rowid = ?');

  return {
    /** Reads what can be found of a run anew. Called by whatever changes it, in the same transaction. */
    index: (number: number): void => void write.run(number),
    remove: (number: number): void => void remove.run(number),
  };
}

/**
 * What a person types as an FTS5 query: every word must occur, each as a beginning of a word. Quoted word by word, so that no input
 * is a mistake of syntax. Null if there is nothing to look for.
 */
export function searchQuery(typed: string): string | null {
  const words = typed.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  return words.length === 0 ? null : words.map((word) => `"${word.replaceAll('"', '""')}"*`).join(' ');
}
