import type { DataProblem } from '../../contract/data.ts';

/** What `redreg data` refuses. */
export const dataCommand = {
  'data.no-such-set': (p: { name: string; known: readonly string[] }) =>
    `No data set "${p.name}": there is neither a folder nor a definition file of that name, nor a set in the library (${p.known.join(', ')}). ` +
    `Check the name; "redreg data list" shows all.`,

  'data.name-taken': (p: { name: string; id: string }) =>
    `The library has a data set named "${p.name}" already (${p.id}). Choose another with --name, or remove that one: redreg data remove ${p.id}.`,

  'data.not-added': (p: { root: string; problems: readonly DataProblem[] }) =>
    `Nothing of ${p.root} can be used, so it was not added: ${p.problems.length === 1 ? 'one problem' : `${p.problems.length} problems`}. ` +
    `Mend what stands above, or name the layout, other folders and lists with --layout and --set.`,
} as const;
