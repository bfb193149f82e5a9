import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import { spectrogramShape } from './audio/spectrogram-shape.ts';
import { classIndex, classNames } from './classes.ts';
import type { ModalityInfo } from './dataset.ts';
import type { Layout } from './layout.ts';
import type { ListEntry } from './list.ts';
import { quickFrames, quickSpectrogram } from './quick.ts';
import { FrameSettings, SpectrogramSettings, ValidationSplit } from './settings.ts';
import { splitSamples, type Samples } from './split.ts';

/** The CREMA-D layout and everything in its form: a folder of wav files, folders of frames, two lists `stem,LABEL`. */
export const CremaDDefinition = z.strictObject({
  layout: z.literal('crema-d'),
  name: z.string().min(1),
  root: z.string().min(1),
  audioFolder: z.string().default('AudioWAV'),
  trainList: z.string().default('train.csv'),
  testList: z.string().default('test.csv'),
  /** Class names in index order; empty: the official map when its six labels are found, else the sorted labels of the lists. */
  classes: z
    .array(z.string().min(1))
    .refine((names) => new Set(names).size === names.length, 'names a class twice')
    .default([]),
  validation: ValidationSplit.default({ kind: 'none' }),
  /** Which `_`-separated part of a stem names the speaker, counted from 0 (CREMA-D: 0, av-digits: 1). */
  speakerField: z.int().nonnegative().default(0),
  spectrogram: SpectrogramSettings.prefault({}),
  frames: FrameSettings.prefault({}),
});
export type CremaDDefinition = z.output<typeof CremaDDefinition>;

const modalities = ({ spectrogram, frames }: CremaDDefinition): [ModalityInfo, ModalityInfo] => [
  { id: 'audio', kind: 'spectrogram', shape: spectrogramShape(spectrogram) },
  { id: 'video', kind: 'frames', shape: [frames.count, frames.size, frames.size, 3] },
];

export const cremaD = {
  id: 'crema-d',
  label: 'CREMA-D: AudioWAV, Image-NN-FPS and lists',
  definition: CremaDDefinition,
  modalities,
  quick: (definition) => ({
    ...definition,
    spectrogram: quickSpectrogram(definition.spectrogram),
    frames: quickFrames(definition.frames),
  }),
} satisfies Layout<CremaDDefinition>;

/** The lists of a set in this layout, as read; `validation` only where the definition names such a list. */
export interface CremaDLists {
  readonly train: readonly ListEntry[];
  readonly test: readonly ListEntry[];
  readonly validation: readonly ListEntry[] | null;
}

/**
 * Classes and splits from the lists.
 *
 * Errors: `data.unknown-label`, `data.split-overlap`, `data.split-empty`, `data.speaker-unknown`, `data.speaker-missing`.
 */
export function cremaDSamples(
  definition: CremaDDefinition,
  lists: CremaDLists,
): Samples & { readonly classes: readonly string[] } {
  const others = [...(lists.validation ?? []), ...lists.test];
  const classes = classNames(definition.classes, lists.train, others);
  const labelOf = (entry: ListEntry): number => classIndex(entry, classes);
  const speakerOf = (entry: ListEntry): string => speaker(entry, definition.speakerField);
  return { classes, ...splitSamples(lists, definition.validation, labelOf, speakerOf) };
}

function speaker(entry: ListEntry, field: number): string {
  const name = entry.stem.split('_')[field];
  if (name === undefined || name === '')
    throw new AppError('data.speaker-missing', { list: entry.list, line: entry.line, stem: entry.stem, field });
  return name;
}

/**
 * Which part of the stems names the speaker: the first one whose values do not settle the label (in `7_theo_12` the 7 does, theo does
 * not). 0 where no part qualifies.
 */
export function guessSpeakerField(entries: readonly ListEntry[]): number {
  const fields = Math.min(...entries.map(({ stem }) => stem.split('_').length));
  for (let field = 0; field < fields; field++) {
    const label = new Map<string, string>();
    for (const entry of entries) {
      const value = entry.stem.split('_')[field] ?? '';
      const known = label.get(value) ?? entry.label;
      if (known !== entry.label) return field;
      label.set(value, known);
    }
  }
  return 0;
}
