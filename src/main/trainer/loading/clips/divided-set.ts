import type { z } from 'zod';
import { divided, samplesOfLists, type SampleSettings, type TestDraw, type TestLists } from '../../../../core/data/divided.ts';
import { parseList, type ListEntry } from '../../../../core/data/list.ts';
import { notLeftOut, type OfficialLists } from '../../../../core/data/official-samples.ts';
import type { Report } from '../../../../core/data/report.ts';
import { AppError } from '../../../../core/errors/app-error.ts';
import { reported } from '../layout-loader.ts';
import { readList } from '../official/read-list.ts';
import type { ListedSet } from '../scanned-set.ts';

type Parse = typeof parseList;

/** What dividing a set takes. */
export interface Dividing {
  readonly root: string;
  readonly settings: SampleSettings;
  /** Where no list divides the samples: all of them, and how they are drawn. */
  readonly test: TestDraw | z.output<typeof TestLists>;
  readonly all: readonly ListEntry[];
  /** Reads a list; `parseList` if left out. */
  readonly parse?: Parse;
  /** Training and test where folders divide the samples. */
  readonly given?: Pick<OfficialLists, 'train' | 'test'>;
  /** The samples for validation where a folder holds them; `settings.validation` is then `list`. */
  readonly held?: readonly ListEntry[];
  /** Null where the name does not say. */
  speakerOf(stem: string): string | null;
}

/** Classes and splits of files that a draw or two lists divide. Where a setting is what cannot be, it is told and the set is the one without it. */
export async function dividedSet(dividing: Dividing, report?: Report): Promise<ListedSet | null> {
  const { root, settings, test, all, parse = parseList, speakerOf } = dividing;
  const speaker = (entry: ListEntry): string => {
    const name = speakerOf(entry.stem);
    if (name === null) throw new AppError('data.speaker-not-told', { stem: entry.stem });
    return name;
  };
  const read = (name: string, field: string): Promise<ListEntry[] | null> => readList(root, { name, field }, parse, report);
  const pair = dividing.given ?? (await pairOf());
  if (pair === null) return null;
  const { validation } = settings;
  const listed = validation.kind === 'list' && !dividing.held ? await read(validation.file, 'validation.file') : null;
  const held = dividing.held ?? listed;
  const isLost = validation.kind === 'list' && held === null;
  const readable: SampleSettings = isLost ? { ...settings, validation: { kind: 'none' } } : settings;
  const samples = await splitsOf({ ...pair, validation: held }, readable, speaker, report);
  return samples && { ...samples, speakerOf };

  async function pairOf(): Promise<Pick<OfficialLists, 'train' | 'test'> | null> {
    if (test.kind === 'lists') return bothOf(await read(test.train, 'test.train'), await read(test.test, 'test.test'));
    const drawn = await reported(report, { field: 'test' }, () => divided(notLeftOut(settings.leaveOut)(all), test, speaker));
    // Told; the files can be looked at all the same.
    return drawn ?? { train: all, test: [] };
  }
}

const bothOf = (
  train: readonly ListEntry[] | null,
  test: readonly ListEntry[] | null,
): Pick<OfficialLists, 'train' | 'test'> | null => train && test && { train, test };

/** Without the validation setting where that is at fault. */
async function splitsOf(
  lists: OfficialLists,
  settings: SampleSettings,
  speakerOf: (entry: ListEntry) => string,
  report?: Report,
): Promise<ReturnType<typeof samplesOfLists> | null> {
  const isPlain = settings.validation.kind === 'none';
  const found: Parameters<Report>[] = [];
  const samples = await reported(report, { field: isPlain ? 'test' : 'validation' }, () =>
    samplesOfLists(lists, settings, speakerOf, report && ((...problem) => void found.push(problem))),
  );
  if (samples) for (const problem of found) report?.(...problem);
  if (samples || isPlain) return samples;
  return splitsOf({ ...lists, validation: null }, { ...settings, validation: { kind: 'none' } }, speakerOf, report);
}
