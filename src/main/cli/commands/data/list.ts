import type { DataSummary } from '../../../../core/contract/data.ts';
import { readArguments } from '../../arguments.ts';
import { DONE } from '../../exit-code.ts';
import { table } from '../../table.ts';
import { atDesk, COMMON, print } from './options.ts';

export const LIST_USAGE = 'redreg data list [--library FILE] [--json]';

/** The data sets of the library, and the sample set. */
export async function listWords(words: readonly string[]): Promise<number> {
  const { values } = readArguments({ name: 'data list', usage: LIST_USAGE }, words, COMMON);
  return atDesk(values.library, 'read', async ({ client }) => {
    const { sets } = await client.call('data.list', {});
    print(values.json, sets.map(json), () => table(HEAD, sets.map(cells)));
    return DONE;
  });
}

const HEAD = ['name', 'id', 'layout', 'runs', 'folder'];

const rootOf = ({ definition }: DataSummary): string | null => (definition as { root?: string } | null)?.root ?? null;

const cells = (set: DataSummary): string[] => [
  set.name,
  set.id,
  set.layout,
  String(set.runs),
  rootOf(set) ?? 'comes with the program',
];

const json = (set: DataSummary): Record<string, unknown> => ({
  ...{ id: set.id, name: set.name, layout: set.layout, root: rootOf(set), built_in: set.isBuiltIn, runs: set.runs },
  created: set.createdMs === null ? null : new Date(set.createdMs).toISOString(),
  definition: set.definition,
});
