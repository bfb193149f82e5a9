import type { CheckpointInfo } from '../../core/contract/trainer.ts';
import type { StoreContext } from './context.ts';

export interface StoredCheckpoint extends CheckpointInfo {
  readonly atMs: number;
}

/** What the trainer saved. A run has at most one checkpoint of a kind; a later one takes its place, as its file does. */
export function checkpointTable({ db, now, numberOf }: StoreContext) {
  const put = db.prepare(`
    INSERT OR REPLACE INTO checkpoint (run, kind, file, epoch, step, bytes, sha256, at_ms)
    VALUES (:run, :kind, :file, :epoch, :step, :bytes, :sha256, :atMs)`);
  const list = db.prepare<[number], StoredCheckpoint>(
    'SELECT kind, file, epoch, step, bytes, sha256, at_ms AS atMs FROM checkpoint WHERE run = ? ORDER BY kind',
  );

  return {
    addCheckpoint(run: string, { kind, file, epoch, step, bytes, sha256 }: CheckpointInfo): void {
      put.run({ run: numberOf(run), kind, file, epoch, step, bytes, sha256, atMs: now() });
    },

    /** Best before last. */
    listCheckpoints: (run: string): StoredCheckpoint[] => list.all(numberOf(run)),
  };
}
