import type { RunChange, RunId, RunSummary } from '../../core/contract/runs.ts';
import type { Studio } from './studio.svelte.ts';

/** Changes a run; a toast says so and takes it back. */
export async function editRun(studio: Studio, change: RunChange, text: string): Promise<void> {
  const { before } = await studio.client.call('runs.edit', { changes: [change] });
  const step = {
    text,
    undo: () => studio.client.call('runs.edit', { changes: before }),
    redo: () => studio.client.call('runs.edit', { changes: [change] }),
  };
  studio.undo.push(step);
  studio.toasts.show({ text, undo: () => studio.undo.undoOnly(step) });
}

export const renameRun = (studio: Studio, { id }: { readonly id: RunId }, name: string): Promise<void> =>
  editRun(studio, { run: id, name }, `Renamed to ${name}`);

/** Puts a run in the trash; a toast takes it back. */
export async function trashRun(studio: Studio, { id, name }: RunSummary): Promise<void> {
  await studio.client.call('runs.trash', { runs: [id] });
  const step = {
    text: `${name} is in the trash`,
    undo: () => studio.client.call('runs.restore', { runs: [id] }),
    redo: () => studio.client.call('runs.trash', { runs: [id] }),
  };
  studio.undo.push(step);
  studio.toasts.show({ text: step.text, undo: () => studio.undo.undoOnly(step) });
}
