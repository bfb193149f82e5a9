import type { ListEntry } from '../../../../core/data/list.ts';
import {
  notLeftOut,
  officialSplits,
  ofLists,
  type OfficialLists,
  type OfficialValidation,
} from '../../../../core/data/official-samples.ts';
import type { Report } from '../../../../core/data/report.ts';
import type { Samples } from '../../../../core/data/split.ts';
import { reported } from '../layout-loader.ts';
import type { ListedSet } from '../scanned-set.ts';
import { checkFolder } from './read-list.ts';
import { withoutLeftOut, type WhyLeftOut } from './left-out.ts';

/** What reading the lists of a set takes that its own loader has rules for. */
export interface OfficialReading {
  readonly root: string;
  /** Folders of the definition, by field: without one of them nothing can be said. */
  readonly folders: Readonly<Record<string, string>>;
  readonly leaveOut: readonly string[] | undefined;
  readonly validation: OfficialValidation;
  /** The lists as they are; null after what was wrong was reported. */
  lists(report?: Report): Promise<OfficialLists | null>;
  /** Why the official loader leaves a clip out, or null. */
  reasonOf(entry: ListEntry): WhyLeftOut | null;
  /** Class names in index order, from the clips that are taken. */
  classes(lists: OfficialLists): Promise<readonly string[]> | readonly string[];
  /** The entries with class names for labels; those of no class are reported and left out. */
  labelled(entries: readonly ListEntry[], classes: readonly string[], report?: Report): readonly ListEntry[];
}

/** Where the validation setting is what cannot be, the set is the one without it. */
async function splitsOf(
  lists: OfficialLists,
  classes: readonly string[],
  validation: OfficialValidation,
  report?: Report,
): Promise<Samples | null> {
  const isPlain = validation.kind === 'none';
  const field = isPlain ? 'trainList' : 'validation';
  const samples = await reported(report, { field }, () => officialSplits(lists, classes, validation, report));
  return samples ?? (isPlain ? null : splitsOf({ ...lists, validation: null }, classes, { kind: 'none' }, report));
}

/** Classes and splits of a set that is read by the rules of an official loader. `LayoutReader.list` of the layouts here. */
export async function officialList(reading: OfficialReading, report?: Report): Promise<ListedSet | null> {
  const { root, folders, leaveOut, validation } = reading;
  if ((await checkFolder(root, '', 'root', report)) === null) return null;
  let isWhole = true;
  for (const [field, name] of Object.entries(folders))
    isWhole = (await checkFolder(root, name, field, report)) !== null && isWhole;
  const lists = await reading.lists(report);
  if (lists === null || !isWhole) return null;
  const wanted = ofLists(lists, notLeftOut(leaveOut));
  const kept = await reported(report, { field: 'trainList' }, () =>
    withoutLeftOut(wanted, (entry) => reading.reasonOf(entry), report),
  );
  if (kept === null) return null;
  const classes = await reading.classes(kept);
  const named = ofLists(kept, (entries) => reading.labelled(entries, classes, report));
  const samples = await splitsOf(named, classes, validation, report);
  return samples && { ...samples, classes, speakerOf: () => null };
}
