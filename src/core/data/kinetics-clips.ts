import { z } from 'zod';
import { baseFields, ClassNames, commonFields } from './base.ts';
import { ClipFrameSettings, KeptFrames } from './clip-settings.ts';
import type { ModalityInfo } from './dataset.ts';
import { TestLists, TestShare } from './divided.ts';
import { kineticsSounds } from './kinetics-sounds.ts';
import type { Layout } from './layout.ts';
import { officialFrames, OfficialValidation, quickOfficialFrames } from './official-samples.ts';

/** Filter bank features as the official preparation makes them (methods.md 5.2). */
export const FbankSettings = z.strictObject({
  rate: z
    .int()
    .min(1000)
    .max(192_000)
    .default(16_000)
    .meta({ title: 'Sample rate, Hz', description: 'The sound is made mono and brought to it by FFmpeg.' }),
  bins: z.int().min(4).max(512).default(128).meta({ title: 'Mel filters', description: 'Columns of the features.' }),
  frames: z
    .int()
    .min(32)
    .max(100_000)
    .default(1024)
    .meta({ title: 'Windows of 10 ms', description: 'Rows of the features; shorter sound is filled up, longer cut.' }),
  mean: z.number().default(-4.503877).meta({ title: 'Mean', description: 'Is taken off.' }),
  deviation: z.number().positive().default(5.141276).meta({ title: 'Deviation', description: 'Twice of it is divided by.' }),
});
export type FbankSettings = z.output<typeof FbankSettings>;

const TestFolder = z
  .strictObject({
    kind: z.literal('folder'),
    folder: z
      .string()
      .default('test')
      .meta({ title: 'Folder of the test clips', description: 'In the form of the training folder.' }),
  })
  .meta({ title: 'A folder of its own' });

const Frames = z.strictObject({
  kept: KeptFrames.prefault({ kind: 'steady' }).meta({
    title: 'Frames kept of a clip',
    description: 'They are decoded once; the network is given some of them.',
  }),
  ...officialFrames('kinetics', 'kinetics: by segments, as the official loaders do; random; spread evenly.').shape,
  stored: ClipFrameSettings.shape.stored,
});

/** Kinetics-Sounds, and everything in its form, as clips: folders by class, or lists in either of the set's forms. */
export const KineticsClipsDefinition = z.strictObject({
  layout: z.literal('kinetics-clips'),
  ...baseFields,
  trainFolder: z
    .string()
    .default('train')
    .meta({ title: 'Folder of the training clips', description: 'Holds a folder a class with its clips: mp4, webm, mkv, avi.' }),
  test: z.discriminatedUnion('kind', [TestFolder, TestShare, TestLists]).prefault({ kind: 'folder' }).meta({
    title: 'Training and test',
    description: 'A folder of test clips, a share of the training clips, or two lists: "name,10,label" or "name ... label".',
  }),
  /** Empty: the 31 of Kinetics-Sounds where all folders are of them, else the names of the folders. */
  classes: ClassNames,
  validation: OfficialValidation,
  ...commonFields,
  /** Clips whose frames are fewer are left out. */
  leastFrames: z
    .int()
    .min(1)
    .max(1000)
    .default(4)
    .meta({ title: 'Fewest frames', description: 'Shorter clips are left out, as the official loaders do.' }),
  fbank: FbankSettings.prefault({}).meta({ title: 'Sound' }),
  frames: Frames.prefault({}).meta({ title: 'Pictures' }),
});
export type KineticsClipsDefinition = z.output<typeof KineticsClipsDefinition>;

/** Both modalities, their shapes as the settings have them. */
export const kineticsClipsModalities = ({ fbank, frames }: KineticsClipsDefinition): [ModalityInfo, ModalityInfo] => [
  { id: 'audio', kind: 'spectrogram', shape: [fbank.frames, fbank.bins, 1] },
  { id: 'video', kind: 'frames', shape: [frames.count, frames.size, frames.size, 3] },
];

/** About a second of sound. */
const QUICK_FRAMES = 96;

export const kineticsClips = {
  id: 'kinetics-clips',
  label: 'Kinetics-Sounds, as downloaded: clips in folders by class',
  about: {
    summary:
      'Kinetics-Sounds as clips. Sound becomes filter bank features and pictures frames at one a second, as the official preparation makes ' +
      'them, once; clips with fewer than four frames are left out, as the official loaders do.',
    files: [
      { path: 'train/<class>/<name>.mp4', text: 'clips by class; webm, mkv and avi do as well' },
      { path: 'test/<class>/<name>.mp4', text: 'the test clips; val, validate and validation are found too' },
      {
        path: 'my_train.txt, my_test.txt',
        text: 'the published lists, if there are any: then the clips may lie in any folder; <id>_000010_000020.mp4 is the clip <id>_10',
      },
    ],
    licence: kineticsSounds.about.licence,
    citation: kineticsSounds.about.citation,
  },
  definition: KineticsClipsDefinition,
  modalities: kineticsClipsModalities,
  quick: (definition) => ({
    ...definition,
    fbank: { ...definition.fbank, frames: Math.min(QUICK_FRAMES, definition.fbank.frames) },
    frames: quickOfficialFrames(definition.frames),
  }),
} satisfies Layout<KineticsClipsDefinition>;
