import { z } from 'zod';
import { baseFields, ClassNames, commonFields } from './base.ts';
import type { ModalityInfo } from './dataset.ts';
import type { Layout } from './layout.ts';
import { KINETICS_CLASSES } from './lists/kinetics-list.ts';
import { officialFrames, OfficialValidation, quickOfficialFrames } from './official-samples.ts';

const folder = (name: string, title: string, description: string) => z.string().default(name).meta({ title, description });

/** Stored filter bank features: rows are windows of 10 ms, columns mel filters from low to high. */
export const FbankFileSettings = z.strictObject({
  rows: z.int().min(1).max(100_000).default(1024).meta({ title: 'Rows', description: 'Windows of 10 ms in each file.' }),
  columns: z.int().min(1).max(4096).default(128).meta({ title: 'Columns', description: 'Mel filters in each file.' }),
  used: z
    .int()
    .min(32)
    .max(100_000)
    .optional()
    .meta({ title: 'Rows used', description: 'The first so many rows go to the network. Left out: all.' }),
});
export type FbankFileSettings = z.output<typeof FbankFileSettings>;

const Frames = officialFrames('kinetics', 'kinetics: by segments, as the official loaders do; random; spread evenly.');

/** Kinetics-Sounds as the official loaders expect it: .npy features, folders of frames, lists in either form (methods.md 5.2). */
export const KineticsSoundsDefinition = z.strictObject({
  layout: z.literal('kinetics-sounds'),
  ...baseFields,
  trainList: folder('ks_train_overlap.txt', 'Training list', '"name ... label" by spaces, or "name,10,label".'),
  testList: folder('ks_test_overlap.txt', 'Test list', 'In either form. It is never trained on.'),
  trainFeatures: folder('train_spec', 'Folder of the training features', 'Holds <name>.npy.'),
  testFeatures: folder('test_spec', 'Folder of the test features', 'Holds <name>.npy.'),
  trainFrames: folder(
    'train-frames-1fps/train',
    'Folder of the training frames',
    'Holds a folder <name> a clip, with frame_00001.jpg and so on.',
  ),
  testFrames: folder('val-frames-1fps/test', 'Folder of the test frames', 'In the same form.'),
  /** Empty: the 31 of the published lists. */
  classes: ClassNames,
  validation: OfficialValidation,
  ...commonFields,
  features: FbankFileSettings.prefault({}).meta({ title: 'Sound' }),
  frames: Frames.prefault({}).meta({ title: 'Pictures' }),
});
export type KineticsSoundsDefinition = z.output<typeof KineticsSoundsDefinition>;

/** Both modalities, their shapes as the settings have them. */
export const kineticsSoundsModalities = ({ features, frames }: KineticsSoundsDefinition): [ModalityInfo, ModalityInfo] => [
  { id: 'audio', kind: 'spectrogram', shape: [Math.min(features.used ?? features.rows, features.rows), features.columns, 1] },
  { id: 'video', kind: 'frames', shape: [frames.count, frames.size, frames.size, 3] },
];

export const kineticsSoundsClasses = ({ classes }: Pick<KineticsSoundsDefinition, 'classes'>): readonly string[] =>
  classes.length > 0 ? classes : KINETICS_CLASSES;

/** About a second of sound. */
const QUICK_ROWS = 96;

export const kineticsSounds = {
  id: 'kinetics-sounds',
  label: 'Kinetics-Sounds, prepared: .npy features, frames and lists',
  about: {
    summary:
      'Kinetics-Sounds as the official loaders expect it: filter bank features made beforehand, frames at one a second, two lists. ' +
      'Clips without features or with fewer than four frames are left out, as there.',
    files: [
      { path: 'train_spec/<name>.npy, test_spec/<name>.npy', text: 'filter bank features [1024, 128]' },
      {
        path: 'train-frames-1fps/train/<name>/frame_00001.jpg, val-frames-1fps/test/<name>/…',
        text: 'frames of each clip, one a second',
      },
      { path: 'ks_train_overlap.txt, ks_test_overlap.txt', text: 'name ... label a line, separated by spaces' },
      { path: 'my_train.txt, my_test.txt', text: 'or these: name,10,label a line' },
    ],
    licence: {
      name: "CC BY 4.0 (annotations of Kinetics; the clips are their owners')",
      url: 'https://creativecommons.org/licenses/by/4.0/',
    },
    citation:
      'R. Arandjelović, A. Zisserman: Look, Listen and Learn. ICCV 2017. Clips: W. Kay et al.: The Kinetics Human Action Video Dataset. arXiv 1705.06950.',
  },
  definition: KineticsSoundsDefinition,
  modalities: kineticsSoundsModalities,
  quick: (definition) => ({
    ...definition,
    features: {
      ...definition.features,
      used: Math.min(QUICK_ROWS, definition.features.used ?? QUICK_ROWS, definition.features.rows),
    },
    frames: quickOfficialFrames(definition.frames),
  }),
} satisfies Layout<KineticsSoundsDefinition>;
