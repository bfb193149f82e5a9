/** What a name may be made of. */
export interface NameParts {
  readonly method: string;
  readonly data: string;
  readonly seed: number;
  readonly preset: string;
}

export const NAME_PARTS = ['method', 'data', 'seed', 'preset'] as const;

/** A run's name by a template such as `{method} wide, seed {seed}`; undefined where it is empty, so that the program names it. */
export function runName(template: string, parts: NameParts): string | undefined {
  const name = template.replaceAll(/\{(\w+)\}/g, (whole, key: string) =>
    key in parts ? String(parts[key as keyof NameParts]) : whole,
  );
  return name.trim() === '' ? undefined : name.trim();
}

/** Why a template will not do; null where it will. */
export function templateProblem(template: string): string | null {
  const unknown = [...template.matchAll(/\{(\w*)\}/g)].find(([, key]) => !(NAME_PARTS as readonly string[]).includes(key ?? ''));
  if (unknown !== undefined) return `${unknown[0]} is not known. There are {method}, {data}, {seed} and {preset}.`;
  return template.length > 200 ? 'At most 200 signs.' : null;
}

/** Tags of a text, parted by commas, each once. */
export const tagsOf = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((tag) => tag.trim().slice(0, 100))
      .filter((tag) => tag !== ''),
  ),
];
