import { AppError } from '../../errors/app-error.ts';
import { isPlainName, type ListEntry } from '../list.ts';
import type { Report } from '../report.ts';

/** What a line says; null where it is not of the list's form. */
export type Said = { readonly stem: string; readonly label: string } | null;

export interface ListLine {
  readonly line: number;
  /** As it stands, for error texts. */
  readonly text: string;
  readonly said: Said;
}

export interface ListReading {
  /** The form of a line, for error texts: `name,10,label`. */
  readonly form: string;
  /** What a name that stands twice means: a fault, or that its last line counts, in the last line's place. */
  readonly repeated: 'refused' | 'last';
  readonly report?: Report | undefined;
}

function raise(problem: AppError): never {
  throw problem;
}

/**
 * Entries from the lines of a list, each name once. With `report` a line at fault is told and left out.
 *
 * Errors: `data.list-bad-row`, `data.duplicate-stem`, `data.list-without-rows`, with file and line; where the last of several lines counts,
 * `data.repeated-stem` is a warning.
 */
export function listEntries(list: string, lines: readonly ListLine[], { form, repeated, report }: ListReading): ListEntry[] {
  const told = report ?? raise;
  const entries = new Map<string, ListEntry>();
  for (const { line, text, said } of lines) {
    if (said === null || said.label === '' || said.stem === '' || !isPlainName(said.stem)) {
      told(new AppError('data.list-bad-row', { file: list, line, text: text.slice(0, 120), form }));
      continue;
    }
    const { stem, label } = said;
    const first = entries.get(stem);
    if (first && repeated === 'refused') {
      told(new AppError('data.duplicate-stem', { file: list, line, firstLine: first.line, stem }));
      continue;
    }
    if (first) {
      const params = { file: list, line, firstLine: first.line, stem, label, firstLabel: first.label };
      report?.(new AppError('data.repeated-stem', params), { severity: 'warning' });
    }
    entries.delete(stem);
    entries.set(stem, { stem, label, list, line });
  }
  if (entries.size === 0) throw new AppError('data.list-without-rows', { file: list, form });
  return [...entries.values()];
}
