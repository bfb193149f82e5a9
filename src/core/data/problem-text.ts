import type { DataProblem } from '../contract/data.ts';

/** Where a problem lies, as in "train.csv, line 12", or the field of the definition; '' where it is nowhere. `root` is left out of paths within it. */
export function placeOf({ file, list, line, field }: DataProblem, root: string): string {
  const named = list ?? file;
  if (named === null) return field ?? '';
  const short = relative(named, root);
  return line === null ? short : `${short}, line ${line}`;
}

export function relative(path: string, root: string): string {
  const folder = root.replace(/[\\/]+$/, '');
  return folder !== '' && path.startsWith(folder) && /[\\/]/.test(path.charAt(folder.length))
    ? path.slice(folder.length + 1)
    : path;
}

/** All problems as lines of a text to pass on: severity, place, message, code. */
export const problemsText = (problems: readonly DataProblem[], root: string): string =>
  problems.map((problem) => [problem.severity, placeOf(problem, root), problem.message, problem.code].join('\t')).join('\n');

/** Whether a problem has all the words, in any case. */
export function hasWords({ code, message, file, list, sample }: DataProblem, words: string): boolean {
  const text = [code, message, file, list, sample].join(' ').toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** The samples that would have to be left out for their errors to go. */
export const brokenSamples = (problems: readonly DataProblem[]): string[] => [
  ...new Set(problems.flatMap(({ sample, severity }) => (sample !== null && severity === 'error' ? [sample] : []))),
];

/** The first error of each field. */
export function errorsByField(problems: readonly DataProblem[]): ReadonlyMap<string, string> {
  const errors = new Map<string, string>();
  for (const { field, message, severity } of problems)
    if (field !== null && severity === 'error' && !errors.has(field)) errors.set(field, message);
  return errors;
}

/** Each once, in the order they first occur. */
export const unique = (names: readonly string[]): string[] => [...new Set(names)];
