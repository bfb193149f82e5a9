import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import type { ListEntry } from './list.ts';
import type { Report } from './report.ts';
import { FrameSettings, ValidationSplit, type AugmentSettings } from './settings.ts';
import { splitSamples, type Samples } from './split.ts';

const [none, share, list] = ValidationSplit.options;

/** The validation split of sets whose names tell no speaker. */
export const OfficialValidation = z.discriminatedUnion('kind', [none, share, list]).default({ kind: 'none' }).meta({
  title: 'Validation',
  description: 'What chooses the best checkpoint. The test list is never touched for it.',
});
export type OfficialValidation = z.output<typeof OfficialValidation>;

const { count, size, augment } = FrameSettings.shape;

/** Frames of a clip, chosen as a set's own loader does unless another choice is made. */
export const officialFrames = <const Choice extends string>(own: Choice, description: string) => {
  const Choices = z.enum([own, 'random', 'uniform']);
  return z.strictObject({
    count: count.meta({ title: 'Frames a sample' }),
    size,
    // A member of the enumeration that was just made from it, which the compiler cannot know of a type parameter.
    choice: Choices.default(own as never).meta({ title: 'Which frames', description }),
    testChoice: Choices.optional().meta({ title: 'Which frames in evaluation', description: 'Left out: as above.' }),
    augment,
  });
};

/** As `quickFrames`, the choice as it is. */
export const quickOfficialFrames = <
  F extends { readonly count: number; readonly size: number; readonly augment: AugmentSettings },
>(
  frames: F,
): F => ({
  ...frames,
  count: Math.min(frames.count, 2),
  size: Math.min(frames.size, 32),
  augment: { scale: [0.5, 1], ratio: [3 / 4, 4 / 3], flipProbability: 0 },
});

/** The lists of a set; `validation` only where the definition names such a list. */
export interface OfficialLists {
  readonly train: readonly ListEntry[];
  readonly test: readonly ListEntry[];
  readonly validation: readonly ListEntry[] | null;
}

/** The same done to each of the lists. */
export const ofLists = (
  { train, test, validation }: OfficialLists,
  choose: (entries: readonly ListEntry[]) => readonly ListEntry[],
): OfficialLists => ({ train: choose(train), test: choose(test), validation: validation && choose(validation) });

/** The entries that a definition does not leave out. */
export function notLeftOut(leaveOut: readonly string[] | undefined): (entries: readonly ListEntry[]) => readonly ListEntry[] {
  const left = new Set(leaveOut);
  return (entries) => (left.size === 0 ? entries : entries.filter(({ stem }) => !left.has(stem)));
}

/** The entries whose label is a class. Errors: `data.unknown-label`; with `report` those are told and left out. */
export function ofClasses(entries: readonly ListEntry[], classes: readonly string[], report?: Report): readonly ListEntry[] {
  const known = new Set(classes);
  return entries.filter(({ stem, label, list: file, line }) => {
    if (known.has(label)) return true;
    const problem = new AppError('data.unknown-label', { file, line, label, classes });
    if (!report) throw problem;
    report(problem, { stem, field: 'classes' });
    return false;
  });
}

/**
 * The splits of lists whose labels are class names.
 * Errors: `data.split-overlap`, `data.split-empty`; with `report` a sample of two splits is told and stays in the first.
 */
export function officialSplits(
  lists: OfficialLists,
  classes: readonly string[],
  validation: OfficialValidation,
  report?: Report,
): Samples {
  const indices = new Map(classes.map((name, i) => [name, i]));
  const noSpeaker = (): string => '';
  return splitSamples(lists, validation, ({ label }) => indices.get(label) ?? -1, noSpeaker, report);
}
