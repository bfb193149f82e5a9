import type { StoreContext } from './context.ts';

/** Where a run goes on: `step` steps and `epochs` epochs are done. */
export interface GoOnAt {
  readonly step: number;
  readonly epochs: number;
}

/**
 * Takes a run back to where its checkpoint stands, so that what is written from there on leaves no gap and no double: points and rows of
 * later steps, figures of later epochs and the hash of the last weights go. Its log stays, and says so.
 */
export function truncation(
  { db, now, transaction, numberOf }: StoreContext,
  dropPointsAfter: (run: string, step: number) => void,
) {
  const back = db.prepare(`
    UPDATE run SET steps = min(steps, :step), epochs = min(epochs, :epochs), weights_sha256 = NULL, generation = generation + 1
    WHERE number = :number`);
  // One line for each table whose rows belong to a step or an epoch. Parameters: number, step, epochs; not all need be used.
  const drops = [
    db.prepare('DELETE FROM checkpoint WHERE run = :number AND step > :step'),
    db.prepare('DELETE FROM metric WHERE run = :number AND epoch > :epochs'),
    db.prepare('DELETE FROM prediction WHERE run = :number AND epoch > :epochs'),
    db.prepare('DELETE FROM geometry WHERE run = :number AND step > :step'),
  ];
  const tell = db.prepare("INSERT INTO event (run, at_ms, level, text) VALUES (?, ?, 'info', ?)");

  return {
    truncateRun(run: string, { step, epochs }: GoOnAt): void {
      transaction(() => {
        const number = numberOf(run);
        dropPointsAfter(run, step);
        for (const drop of drops) drop.run({ number, step, epochs });
        back.run({ number, step, epochs });
        tell.run(number, now(), step === 0 ? 'Resumed from the start.' : `Resumed after step ${step}, epoch ${epochs + 1}.`);
      });
    },
  };
}
