import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import { baseFields, ClassNames, commonFields } from './base.ts';
import { spectrogramShape } from './audio/spectrogram-shape.ts';
import { classIndex, classNames } from './classes.ts';
import type { ModalityInfo } from './dataset.ts';
import type { Layout } from './layout.ts';
import type { ListEntry } from './list.ts';
import type { Report } from './report.ts';
import { quickFrames, quickSpectrogram } from './quick.ts';
import { FrameSettings, SpectrogramSettings, ValidationSplit } from './settings.ts';
import { splitSamples, type Samples } from './split.ts';

/** The CREMA-D layout and everything in its form: a folder of wav files, folders of frames, two lists `stem,LABEL`. */
export const CremaDDefinition = z.strictObject({
  layout: z.literal('crema-d'),
  ...baseFields,
  audioFolder: z
    .string()
    .default('AudioWAV')
    .meta({ title: 'Folder of the recordings', description: 'Holds <stem>.wav; a name within the folder, or a whole path.' }),
  trainList: z
    .string()
    .default('train.csv')
    .meta({ title: 'Training list', description: 'A text file, one "stem,LABEL" a line.' }),
  testList: z.string().default('test.csv').meta({ title: 'Test list', description: 'In the same form. It is never trained on.' }),
  /** Empty: the official map when its six labels are found, else the sorted labels of the lists. */
  classes: ClassNames,
  validation: ValidationSplit.default({ kind: 'none' }).meta({
    title: 'Validation',
    description: 'What chooses the best checkpoint. The test list is never touched for it.',
  }),
  /** Which `_`-separated part of a stem names the speaker, counted from 0 (CREMA-D: 0, av-digits: 1). */
  speakerField: z
    .int()
    .nonnegative()
    .default(0)
    .meta({ title: 'Speaker', description: 'Which part of the stem between underscores names the speaker, counted from 0.' }),
  ...commonFields,
  spectrogram: SpectrogramSettings.prefault({}).meta({ title: 'Sound' }),
  frames: FrameSettings.prefault({}).meta({ title: 'Pictures' }),
});
export type CremaDDefinition = z.output<typeof CremaDDefinition>;

/** Both modalities, their shapes as the settings have them. */
export const cremaDModalities = ({ spectrogram, frames }: CremaDDefinition): [ModalityInfo, ModalityInfo] => [
  { id: 'audio', kind: 'spectrogram', shape: spectrogramShape(spectrogram) },
  { id: 'video', kind: 'frames', shape: [frames.count, frames.size, frames.size, 3] },
];

export const cremaD = {
  id: 'crema-d',
  label: 'CREMA-D, prepared: AudioWAV, Image-NN-FPS and lists',
  about: {
    summary: 'CREMA-D as the official code prepares it, and everything in its form: recordings, folders of frames, two lists.',
    files: [
      { path: 'AudioWAV/<stem>.wav', text: 'recordings: PCM or float, any rate, mono or more channels' },
      { path: 'Image-NN-FPS/<stem>/*.jpg', text: 'frames of each sample, JPEG or PNG, in the order of their names' },
      { path: 'train.csv, test.csv', text: 'one stem,LABEL a line' },
      { path: 'validation.csv', text: 'if there is one; else a share or some speakers can be held back' },
    ],
    licence: { name: 'Open Database License 1.0 (CREMA-D itself)', url: 'https://opendatacommons.org/licenses/odbl/1-0/' },
    citation:
      'H. Cao, D. G. Cooper, M. K. Keutmann, R. C. Gur, A. Nenkova, R. Verma: CREMA-D: Crowd-sourced Emotional Multimodal Actors Dataset. IEEE Transactions on Affective Computing 5(4), 2014.',
  },
  definition: CremaDDefinition,
  modalities: cremaDModalities,
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
 * Classes and splits from the lists, without the samples that the definition leaves out. With `report` lines of an unknown label are
 * told and left out too, and a sample of two splits stays in the first.
 *
 * Errors: `data.unknown-label`, `data.split-overlap`, `data.split-empty`, `data.speaker-unknown`, `data.speaker-missing`.
 */
export function cremaDSamples(
  definition: CremaDDefinition,
  all: CremaDLists,
  report?: Report,
): Samples & { readonly classes: readonly string[] } {
  const used = ofLists(all, without(definition.leaveOut ?? []));
  const classes = classNames(definition.classes, used.train, [...(used.validation ?? []), ...used.test]);
  const lists = report ? ofLists(used, (entries) => labelled(entries, classes, report)) : used;
  const labelOf = (entry: ListEntry): number => classIndex(entry, classes);
  const speakerOf = (entry: ListEntry): string => speaker(entry, definition.speakerField);
  return { classes, ...splitSamples(lists, definition.validation, labelOf, speakerOf, report) };
}

type Choose = (entries: readonly ListEntry[]) => readonly ListEntry[];

const ofLists = ({ train, test, validation }: CremaDLists, choose: Choose): CremaDLists => ({
  train: choose(train),
  test: choose(test),
  validation: validation && choose(validation),
});

function without(stems: readonly string[]): Choose {
  const left = new Set(stems);
  return (entries) => (left.size === 0 ? entries : entries.filter(({ stem }) => !left.has(stem)));
}

/** The entries whose label is a class; the others are reported. */
function labelled(entries: readonly ListEntry[], classes: readonly string[], report: Report): readonly ListEntry[] {
  const known = new Set(classes);
  return entries.filter(({ stem, label, list, line }) => {
    if (known.has(label)) return true;
    report(new AppError('data.unknown-label', { file: list, line, label, classes }), { stem, field: 'classes' });
    return false;
  });
}

/** The speaker that a stem names; null where it has no such part. */
export const speakerOfStem = (stem: string, field: number): string | null => stem.split('_')[field] || null;

function speaker({ stem, list, line }: ListEntry, field: number): string {
  const name = speakerOfStem(stem, field);
  if (name === null) throw new AppError('data.speaker-missing', { list, line, stem, field });
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
