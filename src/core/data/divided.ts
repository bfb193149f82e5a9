import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import { classNames } from './classes.ts';
import type { ListEntry } from './list.ts';
import { notLeftOut, ofClasses, ofLists, type OfficialLists } from './official-samples.ts';
import type { Report } from './report.ts';
import type { ValidationSplit } from './settings.ts';
import { ofDrawnSpeakers, splitSamples, stratified, type Samples } from './split.ts';

const share = z
  .number()
  .gt(0)
  .lt(1)
  .default(0.1)
  .meta({ title: 'Share for test', description: 'Above 0, below 1.', examples: [0.1] });
const seed = z.int().nonnegative().default(0).meta({ title: 'Seed of the draw' });

/** Test is this share of the samples, class by class. */
export const TestShare = z
  .strictObject({ kind: z.literal('share'), share, seed })
  .meta({ title: 'A share of the samples, drawn' });

/** Test is all that this share of the speakers say, so that nobody is in both. */
export const TestSpeakers = z
  .strictObject({
    kind: z.literal('speaker'),
    share: share.meta({ title: 'Share of the speakers for test', description: 'At least one of them.', examples: [0.1] }),
    seed,
  })
  .meta({ title: 'By speaker: nobody is in training and in test' });

/** Training and test are as these lists say. */
export const TestLists = z
  .strictObject({
    kind: z.literal('lists'),
    train: z.string().min(1).default('train.csv').meta({ title: 'Training list', description: 'One "stem,LABEL" a line.' }),
    test: z.string().min(1).default('test.csv').meta({ title: 'Test list', description: 'In the same form.' }),
  })
  .meta({ title: 'Two lists' });

/** How samples that no list divides are divided. */
export type TestDraw = z.output<typeof TestShare> | z.output<typeof TestSpeakers>;

/**
 * Samples in the order of their names, divided into training and test. Which are drawn depends on the names and the seed alone.
 * Errors: `data.split-empty`, and what `speakerOf` throws.
 */
export function divided(
  entries: readonly ListEntry[],
  draw: TestDraw,
  speakerOf: (entry: ListEntry) => string,
): Pick<OfficialLists, 'train' | 'test'> {
  const held = new Set(draw.kind === 'share' ? drawnSamples(entries, draw) : ofDrawnSpeakers(entries, draw, speakerOf, 'test'));
  const lists = {
    train: entries.filter(({ stem }) => !held.has(stem)),
    test: entries.filter(({ stem }) => held.has(stem)),
  };
  const reason = `the draw takes ${lists.test.length} of ${entries.length} samples for test`;
  if (lists.test.length === 0) throw new AppError('data.split-empty', { split: 'test', reason });
  if (lists.train.length === 0) throw new AppError('data.split-empty', { split: 'train', reason });
  return lists;
}

/** Class by class; where no class has enough samples for its share, of all of them together, at least one. */
function drawnSamples(entries: readonly ListEntry[], draw: z.output<typeof TestShare>): readonly string[] {
  const stems = stratified(entries, draw.share, draw.seed, 'test');
  return stems.length > 0 ? stems : ofDrawnSpeakers(entries, draw, ({ stem }) => stem, 'test');
}

/** What a definition says of the samples of its lists. */
export interface SampleSettings {
  readonly classes: readonly string[];
  readonly validation: ValidationSplit;
  readonly leaveOut?: readonly string[] | undefined;
}

/**
 * Classes and splits from lists, without the samples that are left out. With `report` entries of an unknown label are told and left out
 * too, and a sample of two splits stays in the first.
 *
 * Errors: `data.unknown-label`, `data.split-overlap`, `data.split-empty`, `data.speaker-unknown`, and what `speakerOf` throws.
 */
export function samplesOfLists(
  all: OfficialLists,
  settings: SampleSettings,
  speakerOf: (entry: ListEntry) => string,
  report?: Report,
): Samples & { readonly classes: readonly string[] } {
  const used = ofLists(all, notLeftOut(settings.leaveOut));
  const classes = classNames(settings.classes, used.train, [...(used.validation ?? []), ...used.test]);
  const lists = ofLists(used, (entries) => ofClasses(entries, classes, report));
  const indices = new Map(classes.map((name, i) => [name, i]));
  const labelOf = ({ label }: ListEntry): number => indices.get(label) ?? -1;
  return { classes, ...splitSamples(lists, settings.validation, labelOf, speakerOf, report) };
}
