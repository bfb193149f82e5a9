import type { ListEntry } from '../../../../core/data/list.ts';
import type { OfficialLists } from '../../../../core/data/official-samples.ts';
import type { Report } from '../../../../core/data/report.ts';
import { AppError } from '../../../../core/errors/app-error.ts';
import { eachEntry } from '../each-entry.ts';

/** Why the official loader takes no notice of a clip. */
export interface WhyLeftOut {
  /** The same words for every clip that lacks the same. */
  readonly kind: string;
  /** About this clip, with its file or folder. */
  readonly reason: string;
}

const tallied = (reasons: ReadonlyMap<string, number>): string[] => [...reasons].map(([kind, n]) => `${n} ${kind}`);

async function taken(
  split: string,
  entries: readonly ListEntry[],
  reasonOf: (entry: ListEntry) => WhyLeftOut | null,
  report?: Report,
): Promise<ListEntry[]> {
  const kept: ListEntry[] = [];
  const kinds = new Map<string, number>();
  const told: [AppError, { readonly stem: string; readonly severity: 'warning' }][] = [];
  await eachEntry(entries, {}, (entry) => {
    const why = reasonOf(entry);
    if (why === null) return void kept.push(entry);
    kinds.set(why.kind, (kinds.get(why.kind) ?? 0) + 1);
    const { stem, list, line } = entry;
    told.push([new AppError('data.clip-left-out', { stem, list, line, reason: why.reason }), { stem, severity: 'warning' }]);
  });
  const [first] = entries;
  if (first && kept.length === 0)
    throw new AppError('data.all-left-out', { split, list: first.list, count: entries.length, reasons: tallied(kinds) });
  if (told.length > 0) {
    const params = { split, count: told.length, total: entries.length, reasons: tallied(kinds) };
    report?.(new AppError('data.clips-left-out', params), { severity: 'warning' });
  }
  for (const one of told) report?.(...one);
  return kept;
}

/**
 * The lists without the clips that the official loader leaves out. Each of those is told with its reason, as a warning, after how many
 * there are.
 *
 * Errors: `data.all-left-out` where nothing of a list remains.
 */
export async function withoutLeftOut(
  { train, test, validation }: OfficialLists,
  reasonOf: (entry: ListEntry) => WhyLeftOut | null,
  report?: Report,
): Promise<OfficialLists> {
  return {
    train: await taken('training', train, reasonOf, report),
    test: await taken('test', test, reasonOf, report),
    validation: validation && (await taken('validation', validation, reasonOf, report)),
  };
}
