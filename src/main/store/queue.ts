import type { StoreContext } from './context.ts';
import { RUN_COLUMNS, toRun, type Run, type RunRow } from './run.ts';

/** A run as the queue has it. */
export interface QueuedRun extends Run {
  /** Smaller is earlier. Null: not in the queue, but it may go on. */
  readonly place: number | null;
}

const OPEN = `trashed_ms IS NULL AND status NOT IN ('finished', 'stopped') AND number IN (
  SELECT number FROM run WHERE queue_place IS NOT NULL
  UNION SELECT number FROM run WHERE status IN ('queued', 'running', 'paused', 'interrupted'))`;

/** The order in which runs are trained. A run has a place from when it is put in the queue until it has finished or is taken out. */
export function queueTable({ db, transaction, numberOf }: StoreContext) {
  const list = db.prepare<[], RunRow & { place: number | null }>(
    `SELECT ${RUN_COLUMNS}, queue_place AS place FROM run WHERE ${OPEN} ORDER BY queue_place IS NULL, queue_place, number`,
  );
  const placed = db
    .prepare<[], string>('SELECT id FROM run WHERE queue_place IS NOT NULL AND trashed_ms IS NULL ORDER BY queue_place, number')
    .pluck();
  const waiting = db
    .prepare<[], string>(
      `SELECT id FROM run WHERE queue_place IS NOT NULL AND status = 'queued' AND trashed_ms IS NULL ORDER BY queue_place, number`,
    )
    .pluck();
  const progress = db.prepare<[number], { lastStep: number; generation: number }>(
    'SELECT steps AS lastStep, generation FROM run WHERE number = ?',
  );
  const first = db.prepare<[], number | null>('SELECT min(queue_place) FROM run WHERE queue_place IS NOT NULL').pluck();
  const last = db.prepare<[], number | null>('SELECT max(queue_place) FROM run WHERE queue_place IS NOT NULL').pluck();
  const place = db.prepare('UPDATE run SET queue_place = :place WHERE number = :number');
  const wait = db.prepare("UPDATE run SET status = 'queued', error = NULL, queue_place = :place WHERE number = :number");
  const rest = db.prepare('UPDATE run SET status = :status WHERE number = :number');

  return {
    /** Those with a place in its order, then the others that are open (left by a command, say), oldest first. */
    listQueue: (): QueuedRun[] => list.all().map((row) => ({ ...toRun(row), place: row.place })),

    /** Ids of those that wait, in their order. */
    listWaiting: (): string[] => waiting.all(),

    /** The run waits from now, before all others or after them. What it has done so far stays. */
    enqueue(run: string, where: 'head' | 'end'): void {
      transaction(() => {
        const at = where === 'head' ? (first.get() ?? 1) - 1 : (last.get() ?? 0) + 1;
        wait.run({ number: numberOf(run), place: at });
      });
    },

    /** Puts a run before another one; null: after all. */
    moveInQueue(run: string, before: string | null): void {
      transaction(() => {
        const others = placed.all().filter((id) => id !== run);
        const at = before === null ? others.length : others.indexOf(before);
        const order = others.toSpliced(at < 0 ? others.length : at, 0, run);
        for (const [i, id] of order.entries()) place.run({ number: numberOf(id), place: i + 1 });
      });
    },

    /** A run that only waits is out of turn from now; no time is counted. */
    restRun: (run: string, status: 'paused' | 'stopped'): void => void rest.run({ number: numberOf(run), status }),

    /** What a live view has to know: the last step, and how often points were taken away. */
    progressOf: (run: string): { readonly lastStep: number; readonly generation: number } =>
      progress.get(numberOf(run)) ?? { lastStep: -1, generation: 0 },

    /** The run has no place any more. */
    leaveQueue: (run: string): void => void place.run({ number: numberOf(run), place: null }),
  };
}
