import type { ListEntry } from '../../../core/data/list.ts';
import type { About, Report } from '../../../core/data/report.ts';
import { AppError } from '../../../core/errors/app-error.ts';
import type { ErrorCode } from '../../../core/errors/catalogue.ts';
import { eachEntry } from './each-entry.ts';
import type { ListedSet, ScanOptions, ScannedSet } from './scanned-set.ts';
import type { SourcePlan } from './sources/index.ts';

type Item = SourcePlan['items'][number];

/** Where the files of one modality are found, sample by sample. */
export interface Finder<P extends SourcePlan = SourcePlan> {
  /** The plan of the modality, its items aside. */
  readonly plan: P extends SourcePlan ? Omit<P, 'items'> : never;
  /** The files of a sample, their sizes and headers looked at. Errors: `data.*`, with list and line and `count` 1 where the text has one. */
  find(entry: ListEntry): P['items'][number] | Promise<P['items'][number]>;
  /** What only a check looks at, because it takes longer: the first bytes of every picture, say. Errors: as above. */
  look?(item: P['items'][number], entry: ListEntry): void | Promise<void>;
}

/** What reading a layout takes; the rest is the same for all of them. */
export interface LayoutReader<D> {
  /** A definition for a folder (or file) in this layout, or the names of what is missing for it to be one. */
  detect(path: string): Promise<D | { readonly missing: readonly string[] }>;
  /**
   * Classes and splits as the lists say. With `report` what is wrong is told and the reading goes on, null where nothing is left to speak
   * of; without it the first fault is thrown.
   */
  list(definition: D, report?: Report): Promise<ListedSet | null>;
  /** One finder a modality. With `report` a folder that is missing is told, once, and its modality left out. */
  finders(definition: D, listed: ListedSet, report?: Report): readonly Finder[] | Promise<readonly Finder[]>;
}

/** Reading one layout from disk. */
export interface LayoutLoader<D> {
  detect: LayoutReader<D>['detect'];
  /** Lists read and checked, files found and their headers checked. Errors: all `data.*` that need no decoding. */
  scan(definition: D, options: ScanOptions): Promise<ScannedSet>;
  /** As the reader's, going on after faults. */
  list(definition: D, report: Report): Promise<ListedSet | null>;
  /** Looks at single samples, going on after each fault. */
  inspector(definition: D, listed: ListedSet, report: Report): Promise<Inspector>;
}

/** Looks at samples one after the other; what is wrong is reported with the sample. */
export interface Inspector {
  readonly modalities: readonly Pick<SourcePlan, 'modality'>[];
  /** The plans, of this one item, of what can be read. */
  inspect(entry: ListEntry): Promise<readonly SourcePlan[]>;
}

const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The loader of a layout from what is its own. */
export function layoutLoader<D>(reader: LayoutReader<D>): LayoutLoader<D> {
  return {
    detect: reader.detect,
    list: reader.list,

    async scan(definition, options) {
      const listed = await reader.list(definition);
      if (listed === null) throw new Error('A layout gave no set and no fault.');
      const finders = await reader.finders(definition, listed);
      const entries = [...listed.entries.values()].sort((a, b) => byName(a.stem, b.stem));
      const faults = new Map<string, AppError[]>();
      const items: Item[][] = finders.map(() => []);
      await eachEntry(entries, options, async (entry) => {
        for (const [i, finder] of finders.entries()) {
          const item = await attempt(faults, () => finder.find(entry));
          if (item !== null) items[i]?.push(item);
        }
      });
      throwFirst(faults);
      return {
        ...listed,
        stems: entries.map(({ stem }) => stem),
        sources: finders.map(({ plan }, i) => withItems(plan, items[i] ?? [])),
      };
    },

    async inspector(definition, listed, report) {
      const finders = await reader.finders(definition, listed, report);
      return {
        modalities: finders.map(({ plan }) => plan),
        async inspect(entry) {
          const plans: SourcePlan[] = [];
          for (const { plan, find, look } of finders) {
            const item = await told(entry, report, async () => {
              const found = await find(entry);
              await look?.(found, entry);
              return found;
            });
            if (item !== null) plans.push(withItems(plan, [item]));
          }
          return plans;
        },
      };
    },
  };
}

/** The finder's kind fits its items by its type, which a list of finders loses. */
const withItems = (plan: Finder['plan'], items: readonly Item[]): SourcePlan => ({ ...plan, items }) as SourcePlan;

/** What `work` gives, or null after its fault was put with those of its code. */
async function attempt<T>(faults: Map<string, AppError[]>, work: () => T | Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    faults.set(error.code, [...(faults.get(error.code) ?? []), error]);
    return null;
  }
}

/** The first fault of the code that came first, with the count of its like. */
function throwFirst(faults: ReadonlyMap<string, readonly AppError[]>): void {
  for (const [code, [first, ...others]] of faults) {
    if (!first) continue;
    const params = { ...(first.params as object), count: 1 + others.length };
    throw 'count' in (first.params as object) ? new AppError(code as ErrorCode, params as never, { cause: first }) : first;
  }
}

/** What `work` gives, or null after its fault was reported with the sample. */
export async function told<T>({ stem }: ListEntry, report: Report, work: () => T | Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    report(error, { stem });
    return null;
  }
}

/** What `work` gives; its fault is reported about a field, with null for the answer, or thrown where no report is asked for. */
export async function reported<T>(report: Report | undefined, about: About, work: () => T | Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError) || !report) throw error;
    report(error, about);
    return null;
  }
}
