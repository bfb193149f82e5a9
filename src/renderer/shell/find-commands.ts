import type { Command } from '../state/commands.svelte.ts';

export interface CommandSection {
  readonly name: string;
  readonly commands: readonly Command[];
}

/** The palette's commands whose text or section has all words of the search, by section; the latest of those with one id. */
export function commandsFor(all: readonly Command[], search: string): readonly CommandSection[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = ({ text, section = '' }: Command): boolean => {
    const where = `${text} ${section}`.toLowerCase();
    return words.every((word) => where.includes(word));
  };
  const latest = new Map(all.filter(({ isHidden }) => isHidden !== true).map((command) => [command.id, command]));
  return bySection([...latest.values()].filter(fits));
}

/** Those that have keys, by section, for the help. */
export function shortcutsOf(all: readonly Command[]): readonly CommandSection[] {
  return bySection([...new Map(all.map((command) => [command.id, command])).values()].filter(({ keys }) => keys !== undefined));
}

/** Sections of the page that is shown stand first: they were registered last. */
function bySection(commands: readonly Command[]): readonly CommandSection[] {
  const sections = new Map<string, Command[]>();
  for (const command of commands) {
    const name = command.section ?? 'Program';
    sections.set(name, [...(sections.get(name) ?? []), command]);
  }
  return [...sections].map(([name, list]) => ({ name, commands: list })).toReversed();
}
