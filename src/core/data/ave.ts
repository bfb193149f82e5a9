import { z } from 'zod';
import { baseFields, ClassNames, commonFields } from './base.ts';
import type { ModalityInfo } from './dataset.ts';
import type { Layout } from './layout.ts';
import { officialFrames, OfficialValidation, quickOfficialFrames } from './official-samples.ts';

const folder = (name: string, title: string, description: string) => z.string().default(name).meta({ title, description });

/** Stored spectrograms: rows are frequencies from low to high, columns moments. */
export const SpectrogramFileSettings = z.strictObject({
  rows: z.int().min(1).max(100_000).default(257).meta({ title: 'Rows', description: 'Frequencies in each file.' }),
  columns: z.int().min(1).max(100_000).default(1004).meta({ title: 'Columns', description: 'Moments in each file.' }),
  used: z
    .int()
    .min(32)
    .max(100_000)
    .optional()
    .meta({ title: 'Columns used', description: 'The first so many columns go to the network. Left out: all.' }),
});

const Frames = officialFrames('ave', 'ave: the first of each segment, as AVDataset does; random; spread evenly.');

/** AVE as `AVDataset` of the OGM-GE repository expects it: pickled spectrograms, folders of frames, lists in either form (methods.md 5.4). */
export const AveDefinition = z.strictObject({
  layout: z.literal('ave'),
  ...baseFields,
  trainList: folder('my_train.txt', 'Training list', '"class,id" a line, or the data set\'s own trainSet.txt.'),
  testList: folder('my_test.txt', 'Test list', 'In either form. It is never trained on.'),
  classList: folder(
    'stat.txt',
    'List of the classes',
    'One class a line, sorted for their numbers. Not there: the labels of the training list.',
  ),
  spectrogramFolder: folder('audio_spec', 'Folder of the spectrograms', 'Holds <id>.pkl.'),
  frameFolder: folder('visual', 'Folder of the frames', 'Holds a folder <id> a clip, with frame_00001.jpg and so on.'),
  /** Empty: those of `classList`, else of the training list. */
  classes: ClassNames,
  validation: OfficialValidation,
  ...commonFields,
  features: SpectrogramFileSettings.prefault({}).meta({ title: 'Sound' }),
  frames: Frames.prefault({}).meta({ title: 'Pictures' }),
});
export type AveDefinition = z.output<typeof AveDefinition>;

/** Both modalities, their shapes as the settings have them. */
export const aveModalities = ({ features, frames }: AveDefinition): [ModalityInfo, ModalityInfo] => [
  { id: 'audio', kind: 'spectrogram', shape: [features.rows, Math.min(features.used ?? features.columns, features.columns), 1] },
  { id: 'video', kind: 'frames', shape: [frames.count, frames.size, frames.size, 3] },
];

/** About a second of sound. */
const QUICK_COLUMNS = 96;

export const ave = {
  id: 'ave',
  label: 'AVE, prepared: .pkl spectrograms, frames and lists',
  about: {
    summary:
      'AVE as AVDataset of the OGM-GE repository expects it: pickled spectrograms, frames at one a second, two lists. Clips without a ' +
      'spectrogram or without frames are left out, as there, and of several lines of a clip the last counts. Pickles are parsed, never executed.',
    files: [
      { path: 'audio_spec/<id>.pkl', text: 'spectrograms [257, 1004]' },
      { path: 'visual/<id>/frame_00001.jpg', text: 'frames of each clip, one a second' },
      { path: 'my_train.txt, my_test.txt', text: 'class,id a line' },
      {
        path: 'trainSet.txt, testSet.txt, valSet.txt',
        text: 'or these, as published: Category&VideoID&Quality&StartTime&EndTime a line',
      },
      { path: 'stat.txt', text: 'one class a line, if there is one' },
    ],
    licence: null,
    citation: 'Y. Tian, J. Shi, B. Li, Z. Duan, C. Xu: Audio-Visual Event Localization in Unconstrained Videos. ECCV 2018.',
  },
  definition: AveDefinition,
  modalities: aveModalities,
  quick: (definition) => ({
    ...definition,
    features: {
      ...definition.features,
      used: Math.min(QUICK_COLUMNS, definition.features.used ?? QUICK_COLUMNS, definition.features.columns),
    },
    frames: quickOfficialFrames(definition.frames),
  }),
} satisfies Layout<AveDefinition>;
