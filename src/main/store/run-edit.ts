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
}

/** What a person changes about runs that exist. */
export function runEdit({ db, now, transaction, numberOf }: StoreContext, search: Search) {
  const edit = db.prepare(`
    UPDATE run SET name = coalesce(:name, name), note = coalesce(:note, note), pinned = coalesce(:pinned, pinned),
      archived = coalesce(:archived, archived), colour = iif(:hasColour, :colour, colour)
    WHERE number = :number`);
  const clearTags = db.prepare('DELETE FROM tag WHERE run = ?');
  const insertTag = db.prepare('INSERT OR IGNORE INTO tag (run, name) VALUES (?, ?)');
  const trash = db.prepare('UPDATE run SET trashed_ms = ? WHERE number = ?');
  const remove = db.prepare('DELETE FROM run WHERE number = ?');
  const tidy = db.prepare('DELETE FROM sample_list WHERE id NOT IN (SELECT samples FROM prediction)');

  const flag = (value: boolean | undefined): number | null => (value === undefined ? null : Number(value));

  return {
    /** Changes what is named and leaves the rest. */
    editRun(id: string, { name, note, tags, pinned, colour, archived }: RunEdit): void {
      transaction(() => {
        const number = numberOf(id);
        edit.run({
          number,
          name: name ?? null,
          note: note ?? null,
          pinned: flag(pinned),
          archived: flag(archived),
          hasColour: Number(colour !== undefined),
          colour: colour ?? null,
        });
        if (tags !== undefined) {
          clearTags.run(number);
          for (const tag of tags) insertTag.run(number, tag);
        }
        search.index(number);
      });
    },

    /** Into the trash; nothing of the run is lost. */
    trashRun: (id: string): void => void trash.run(now(), numberOf(id)),

    /** Out of the trash again. */
    restoreRun: (id: string): void => void trash.run(null, numberOf(id)),

    /** Removes a run and all its rows for good. Its checkpoint files are the caller's to remove: `listCheckpoints` first. */
    deleteRun(id: string): void {
      transaction(() => {
        const number = numberOf(id);
        search.remove(number);
        remove.run(number);
        tidy.run();
      });
    },
  };
}
