import type { StoreContext } from './context.ts';
import type { Search } from './search.ts';

export interface RunEdit {
  readonly name?: string;
  readonly note?: string;
  /** All tags the run is to have. */
  readonly tags?: readonly string[];
  readonly pinned?: boolean;
  readonly colour?: string | null;
  readonly archived?: boolean;
  readonly locked?: boolean;
}

/** A point's step, arrival and value; an encoder's measured step, as docs/schema.md says. */
const POINT_BYTES = 20;
const GEOMETRY_BYTES = 6000;

/** What a person changes about runs that exist. */
export function runEdit({ db, now, transaction, numberOf }: StoreContext, search: Search) {
  const edit = db.prepare(`
    UPDATE run SET name = coalesce(:name, name), note = coalesce(:note, note), pinned = coalesce(:pinned, pinned),
      archived = coalesce(:archived, archived), locked = coalesce(:locked, locked), colour = iif(:hasColour, :colour, colour)
    WHERE number = :number`);
  const clearTags = db.prepare('DELETE FROM tag WHERE run = ?');
  const insertTag = db.prepare('INSERT OR IGNORE INTO tag (run, name) VALUES (?, ?)');
  const trash = db.prepare('UPDATE run SET trashed_ms = ? WHERE number = ?');
  const remove = db.prepare('DELETE FROM run WHERE number = ?');
  const removeUnused = db.prepare('DELETE FROM sample_list WHERE id NOT IN (SELECT samples FROM prediction)');
  const bytes = db
    .prepare<[string], number | null>(
      `SELECT sum(
        coalesce((SELECT sum(n) * ${POINT_BYTES} FROM series JOIN summary ON summary.series = series.id WHERE series.run = run.number), 0)
        + coalesce((SELECT count(*) * ${GEOMETRY_BYTES} FROM geometry WHERE geometry.run = run.number), 0)
        + coalesce((SELECT sum(bytes) FROM checkpoint WHERE checkpoint.run = run.number), 0))
      FROM run WHERE id IN (SELECT value FROM json_each(?))`,
    )
    .pluck();

  const flag = (value: boolean | undefined): number | null => (value === undefined ? null : Number(value));

  return {
    /** Changes what is named and leaves the rest. */
    editRun(id: string, { name, note, tags, pinned, colour, archived, locked }: RunEdit): void {
      transaction(() => {
        const number = numberOf(id);
        edit.run({
          number,
          name: name ?? null,
          note: note ?? null,
          pinned: flag(pinned),
          archived: flag(archived),
          locked: flag(locked),
          hasColour: Number(colour !== undefined),
          colour: colour ?? null,
        });
        if (tags !== undefined) {
          clearTags.run(number);
          for (const tag of tags) insertTag.run(number, tag);
        }
        if (name !== undefined || note !== undefined || tags !== undefined) search.index(number);
      });
    },

    /** Into the trash; nothing of the run is lost. */
    trashRun: (id: string): void => void trash.run(now(), numberOf(id)),

    /** Out of the trash again. */
    restoreRun: (id: string): void => void trash.run(null, numberOf(id)),

    /** About how many bytes runs take, in the file and as checkpoints beside it. */
    bytesOfRuns: (ids: readonly string[]): number => bytes.get(JSON.stringify(ids)) ?? 0,

    /** Removes runs and all their rows for good, all or none. Their checkpoint files are the caller's to remove: `listCheckpoints` first. */
    deleteRuns(ids: readonly string[]): void {
      transaction(() => {
        for (const id of ids) {
          const number = numberOf(id);
          search.remove(number);
          remove.run(number);
        }
        removeUnused.run();
      });
    },
  };
}
