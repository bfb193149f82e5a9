import type { DataSummary } from '../../core/contract/data.ts';
import { links } from '../routes.ts';
import type { Studio } from '../state/studio.svelte.ts';
import { asValues } from './schema-form.ts';

/** Deletes a set; the toast and Ctrl-Z have it back. */
export async function removeSet(studio: Studio, { id, name }: Pick<DataSummary, 'id' | 'name'>): Promise<boolean> {
  const remove = (): Promise<unknown> => studio.client.call('data.remove', { id });
  if ((await studio.attempt(remove)) === null) return false;
  studio.did({ text: `Deleted the data set “${name}”`, undo: () => studio.client.call('data.restore', { id }), redo: remove });
  return true;
}

/** Saves a copy under another name and opens it. */
export async function duplicateSet(studio: Studio, { id, name }: Pick<DataSummary, 'id' | 'name'>): Promise<void> {
  await studio.attempt(async () => {
    const { definition } = await studio.client.call('data.definition', { id });
    const { sets } = await studio.client.call('data.list', {});
    const copy = { ...asValues(definition), name: freeName(`${name} copy`, new Set(sets.map((set) => set.name))) };
    const saved = await studio.client.call('data.save', { id: null, definition: copy });
    studio.did({
      text: `Copied the data set “${name}”`,
      undo: () => studio.client.call('data.remove', { id: saved.id }),
      redo: () => studio.client.call('data.restore', { id: saved.id }),
    });
    studio.navigate(links.dataSet(saved.id));
  });
}

/** The name itself, or with the first number that nothing has. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let number = 2; ; number++) if (!taken.has(`${name} ${String(number)}`)) return `${name} ${String(number)}`;
}
