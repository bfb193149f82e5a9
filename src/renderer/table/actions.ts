import type { RunFilter, RunRow } from '../../core/contract/runs.ts';
import { csvOf } from '../export/csv.ts';
import { download, fileName } from '../export/download.ts';
import { links } from '../routes.ts';
import type { RunsPageState } from '../state/runs-page.svelte.ts';
import { deleteRuns, editAll, restoreRuns, trashRuns } from './run-actions.ts';

/** What is asked in a dialog of the page, which the page opens. */
export interface Dialogs {
  openFilter(at: { readonly column: string } | { readonly index: number; readonly filter: RunFilter }): void;
  openTags(rows: readonly RunRow[]): void;
  fit(column: string): void;
}

/** What is done with the chosen runs, or with the one that the keyboard stands on. */
export function runsActions(page: RunsPageState, dialogs: Dialogs) {
  const { studio } = page;

  /** Sets a switch on all of them, or takes it from all where all have it. */
  async function flip(field: 'pinned' | 'locked' | 'archived', on: string, off: string): Promise<void> {
    const rows = await page.targetRows();
    if (rows.length === 0) return;
    const isOn = rows.every((row) => row[field]);
    const ids = rows.map(({ id }) => id);
    await editAll(studio, ids, { [field]: !isOn }, isOn ? off : on);
    if (field === 'archived') page.selection.forget(ids);
  }

  /** Takes runs out of the table, and out of what is chosen. */
  async function leave(work: (ids: typeof page.targets) => Promise<boolean>): Promise<void> {
    const ids = page.targets;
    if (ids.length > 0 && (await work(ids))) page.selection.forget(ids);
  }

  return {
    openFilter: dialogs.openFilter,
    fit: dialogs.fit,
    open(line: number): void {
      const row = page.rowAtLine(line);
      if (row !== undefined) studio.navigate(links.run(row.id));
    },
    compare: (): void => {
      if (page.targets.length > 0) studio.navigate(links.compare(page.targets));
    },
    rename: (): void => {
      const row = page.rowAtLine(page.active.line);
      const field = page.looks[page.active.column - 1]?.id;
      if (row !== undefined) page.editing = { run: row.id, field: field === 'note' || field === 'tags' ? field : 'name' };
    },
    pin: () => flip('pinned', 'Pinned', 'No longer pinned:'),
    lock: () => flip('locked', 'Locked', 'No longer locked:'),
    archive: () => flip('archived', 'Archived', 'Out of the archive:'),
    tag: async (): Promise<void> => {
      const rows = await page.targetRows();
      if (rows.length > 0) dialogs.openTags(rows);
    },
    colour: (colour: string | null) => editAll(studio, page.targets, { colour }, 'Coloured'),
    trash: () => leave((ids) => trashRuns(studio, ids)),
    restore: () => leave((ids) => restoreRuns(studio, ids)),
    deleteForGood: () => leave((ids) => deleteRuns(studio, ids, ids.length)),
    /** Del: into the trash; in the trash, for good. */
    remove: () => leave((ids) => (page.where === 'trash' ? deleteRuns(studio, ids, ids.length) : trashRuns(studio, ids))),
    emptyTrash: () => deleteRuns(studio, null, page.table.total),
    /** All runs that fit with the columns that are shown, in their order and in full precision. */
    exportCsv: async (): Promise<void> => {
      const looks = page.looks;
      const rows = await studio.attempt(() => page.table.all(looks.map(({ id }) => id)));
      if (rows === null) return;
      const header = ['Name', ...looks.map(({ label }) => label), 'Id'];
      const lines = rows.map((row) => [row.name, ...row.cells, row.id]);
      download(
        fileName(['runs', new Date().toISOString().slice(0, 10)], 'csv'),
        new Blob([csvOf(header, lines)], { type: 'text/csv' }),
      );
    },
  };
}
export type RunsActions = ReturnType<typeof runsActions>;
