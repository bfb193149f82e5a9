import type { StoreContext } from './context.ts';
import { isAlive } from './process-identity.ts';
import type { Search } from './search.ts';

/**
 * Runs that are said to be worked on while nobody works on them: their process died without a word, or its number now belongs to
 * another. Each becomes `interrupted`, with an event that says so. Returns their ids.
 */
export function markInterrupted({ db, now, transaction }: StoreContext, search: Search): string[] {
  const open = db.prepare<[], { number: number; id: string; pid: number | null; started: string | null }>(
    "SELECT number, id, process_id AS pid, process_started AS started FROM run WHERE status = 'running'",
  );
  // The run ended when it last showed a sign of life, not when somebody noticed.
  const mark = db.prepare(`
    UPDATE run SET status = 'interrupted', process_id = NULL, process_started = NULL, ended_ms = :lastMs,
      seconds = coalesce(seconds, 0) + max(0, :lastMs - coalesce(started_ms, :lastMs)) / 1000.0
    WHERE number = :number`);
  const lastSign = db
    .prepare<[{ number: number }], number | null>(
      `SELECT max(at) FROM (
        SELECT started_ms AS at FROM run WHERE number = :number
        UNION ALL SELECT max(wall) FROM point_tail WHERE series IN (SELECT id FROM series WHERE run = :number)
        UNION ALL SELECT max(at_ms) FROM event WHERE run = :number
        UNION ALL SELECT max(at_ms) FROM metric WHERE run = :number
        UNION ALL SELECT max(at_ms) FROM checkpoint WHERE run = :number)`,
    )
    .pluck();
  const tell = db.prepare("INSERT INTO event (run, at_ms, level, text) VALUES (?, ?, 'warning', ?)");

  return transaction(() => {
    const gone = open.all().filter(({ pid, started }) => pid === null || !isAlive({ pid, started: started ?? '' }));
    for (const { number, pid } of gone) {
      mark.run({ number, lastMs: lastSign.get({ number }) ?? now() });
      tell.run(number, now(), `Interrupted: the process that recorded this run (${pid ?? 'unknown'}) is gone.`);
      search.index(number);
    }
    return gone.map(({ id }) => id);
  });
}
