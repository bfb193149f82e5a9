import type { RunChange, RunId, RunRow } from '../../core/contract/runs.ts';
import { bytes, count } from '../parts/format.ts';
import type { Studio } from '../state/studio.svelte.ts';

type Change = Omit<RunChange, 'run'>;

export const runsText = (many: number): string => (many === 1 ? '1 run' : `${count(many)} runs`);

/** Changes runs and tells of it, with a way back. A refusal is told too. */
export async function editRuns(studio: Studio, changes: readonly RunChange[], text: string): Promise<void> {
  if (changes.length === 0) return;
  const edit = (list: readonly RunChange[]) => studio.client.call('runs.edit', { changes: [...list] });
  const answer = await studio.attempt(() => edit(changes));
  if (answer !== null) studio.did({ text, undo: () => edit(answer.before), redo: () => edit(changes) });
}

/** The same change of several runs. */
export function editAll(studio: Studio, ids: readonly RunId[], change: Change, done: string): Promise<void> {
  return editRuns(
    studio,
    ids.map((run) => ({ run, ...change })),
    `${done} ${runsText(ids.length)}`,
  );
}

/** Adds tags to runs and takes others away. */
export function retag(
  studio: Studio,
  rows: readonly RunRow[],
  added: readonly string[],
  removed: readonly string[],
): Promise<void> {
  const changes = rows.flatMap(({ id, tags }) => {
    const wanted = [...new Set([...tags.filter((tag) => !removed.includes(tag)), ...added])];
    return wanted.join('\n') === tags.join('\n') ? [] : [{ run: id, tags: wanted }];
  });
  return editRuns(studio, changes, `Tagged ${runsText(changes.length)}`);
}

/** Into the trash, with a way back. */
export async function trashRuns(studio: Studio, ids: readonly RunId[]): Promise<boolean> {
  const [trash, restore] = [
    () => studio.client.call('runs.trash', { runs: [...ids] }),
    () => studio.client.call('runs.restore', { runs: [...ids] }),
  ];
  if ((await studio.attempt(trash)) === null) return false;
  studio.did({ text: `Moved ${runsText(ids.length)} to the trash`, undo: restore, redo: trash });
  return true;
}

/** Out of the trash. */
export async function restoreRuns(studio: Studio, ids: readonly RunId[]): Promise<boolean> {
  const [trash, restore] = [
    () => studio.client.call('runs.trash', { runs: [...ids] }),
    () => studio.client.call('runs.restore', { runs: [...ids] }),
  ];
  if ((await studio.attempt(restore)) === null) return false;
  studio.did({ text: `Restored ${runsText(ids.length)}`, undo: trash, redo: restore });
  return true;
}

/** For good: asks before. `ids` null: all of the trash. */
export async function deleteRuns(studio: Studio, ids: readonly RunId[] | null, many: number): Promise<boolean> {
  const isSure = await studio.confirm({
    title: ids === null ? 'Empty the trash?' : `Delete ${runsText(many)} for good?`,
    text: `${runsText(many)} with all curves, figures and checkpoint files. This cannot be undone.`,
    action: 'Delete for good',
    danger: true,
  });
  if (!isSure) return false;
  const answer = await studio.attempt(() => studio.client.call('runs.delete', { runs: ids === null ? 'all' : [...ids] }));
  if (answer === null) return false;
  studio.toasts.show({ text: `Deleted ${runsText(answer.runs)}; ${bytes(answer.bytes)} are free again` });
  return true;
}
