import { z } from 'zod';
import { baseFields, ClassNames, commonFields } from './base.ts';
import { ClipFrameSettings, quickClipFrames } from './clip-settings.ts';
import { TestLists, TestShare, TestSpeakers } from './divided.ts';
import type { Layout, ModalityForm } from './layout.ts';
import { quickSpectrogram } from './quick.ts';
import { SpectrogramSettings, ValidationSplit } from './settings.ts';

const none = (title: string) => z.strictObject({ kind: z.literal('none') }).meta({ title });
const folder = (name: string, description: string) =>
  z.string().min(1, 'must not be empty').default(name).meta({ title: 'Folder', description });

/** Training and test lie in folders of their own. */
const TestFolders = z
  .strictObject({
    kind: z.literal('folders'),
    train: z.string().min(1).default('train').meta({ title: 'Training folder', description: 'Holds a folder a class.' }),
    test: z.string().min(1).default('test').meta({ title: 'Test folder', description: 'In the same form.' }),
  })
  .meta({ title: 'Two folders, each with a folder a class' });

const [noValidation, share, list, speaker] = ValidationSplit.options;
const ValidationFolder = z
  .strictObject({
    kind: z.literal('folder'),
    folder: z
      .string()
      .min(1)
      .default('val')
      .meta({ title: 'Validation folder', description: 'In the form of the training folder.' }),
  })
  .meta({ title: 'A folder of its own' });

/**
 * Data of one's own: clips in class folders, or recordings, folders of pictures, single pictures and arrays, each kind in a folder, the
 * parts of a sample under one name.
 */
export const FolderDefinition = z.strictObject({
  layout: z.literal('folder'),
  ...baseFields,
  clips: z.string().default('').meta({
    title: 'Folder of the clips',
    description: 'Holds a folder a class, with videos: mp4, webm, mkv, avi, flv. Empty: the set’s own folder.',
  }),
  sound: z
    .discriminatedUnion('kind', [
      none('None'),
      z.strictObject({ kind: z.literal('clips') }).meta({ title: 'That of the clips' }),
      z.strictObject({ kind: z.literal('files'), folder: folder('audio', 'Holds <name>.wav.') }).meta({ title: 'Wav files' }),
    ])
    .prefault({ kind: 'clips' })
    .meta({ title: 'Sound' }),
  video: z
    .discriminatedUnion('kind', [
      none('None'),
      z.strictObject({ kind: z.literal('clips') }).meta({ title: 'Frames of the clips' }),
      z
        .strictObject({ kind: z.literal('pictures'), folder: folder('frames', 'Holds a folder <name> of pictures a sample.') })
        .meta({ title: 'Folders of pictures' }),
    ])
    .prefault({ kind: 'clips' })
    .meta({ title: 'Video' }),
  image: z
    .discriminatedUnion('kind', [
      none('None'),
      z
        .strictObject({ kind: z.literal('files'), folder: folder('images', 'Holds <name>.jpg or <name>.png.') })
        .meta({ title: 'One picture a sample' }),
    ])
    .prefault({ kind: 'none' })
    .meta({ title: 'Image' }),
  sequences: z.array(z.string().min(1)).default([]).meta({
    title: 'Folders of sequences',
    description: 'Each holds <name>.npy of shape [steps, features] and is a modality, named as the folder.',
  }),
  steps: z.int().min(0).max(5000).default(0).meta({
    title: 'Steps of a sequence',
    description: '0: of the longest. Longer ones are cut, shorter ones filled up with zeros.',
  }),
  test: z
    .discriminatedUnion('kind', [TestShare, TestFolders, TestLists, TestSpeakers])
    .prefault({ kind: 'share', share: 0.2 })
    .meta({
      title: 'Training and test',
      description: 'Lists name samples and classes; else the class is the folder that a sample is in.',
    }),
  classes: ClassNames,
  validation: z
    .discriminatedUnion('kind', [noValidation, share, list, speaker, ValidationFolder])
    .prefault({ kind: 'none' })
    .meta({ title: 'Validation', description: 'What chooses the best checkpoint. The test samples are never touched for it.' }),
  speakerField: z.int().nonnegative().optional().meta({
    title: 'Speaker',
    description: 'Which part of a file name between underscores names the speaker, counted from 0. Left out: none does.',
  }),
  ...commonFields,
  spectrogram: SpectrogramSettings.prefault({}).meta({ title: 'Spectrogram' }),
  frames: ClipFrameSettings.prefault({ kept: { kind: 'spread' } }).meta({ title: 'Pictures' }),
});
export type FolderDefinition = z.output<typeof FolderDefinition>;

/** What a sequence's modality is called: its folder's own name. */
export const sequenceId = (name: string): string => name.split(/[/\\]/).filter(Boolean).at(-1) ?? name;

export const folderModalities = ({ sound, video, image, sequences }: FolderDefinition): ModalityForm[] => [
  ...(sound.kind === 'none' ? [] : [{ id: 'audio', kind: 'spectrogram' } as const]),
  ...(video.kind === 'none' ? [] : [{ id: 'video', kind: 'frames' } as const]),
  ...(image.kind === 'none' ? [] : [{ id: 'image', kind: 'frames' } as const]),
  ...sequences.map((name) => ({ id: sequenceId(name), kind: 'sequence' }) as const),
];

const QUICK_STEPS = 20;

export const folderOfClips = {
  id: 'folder',
  label: 'Your own: class folders of clips, or wav files, pictures and arrays',
  about: {
    summary:
      'Data of your own. Videos in a folder a class; or wav files, folders of pictures, single pictures and .npy sequences, each kind in a folder, the parts of a sample under one name.',
    files: [
      { path: '<class>/<name>.mp4', text: 'clips: mp4, webm, mkv, avi, flv; their sound and frames are two modalities' },
      { path: 'train/<class>/…, test/<class>/…, val/<class>/…', text: 'the same, divided already' },
      {
        path: 'audio/<name>.wav, frames/<name>/*.jpg, images/<name>.jpg, <any>/<name>.npy',
        text: 'parts of a sample, with lists; or <class>/<name>',
      },
      { path: 'train.csv, test.csv', text: 'one <name>,LABEL a line, where no class folders are' },
    ],
    licence: null,
    citation: null,
  },
  definition: FolderDefinition,
  modalities: folderModalities,
  quick: (definition) => ({
    ...definition,
    spectrogram: quickSpectrogram(definition.spectrogram),
    frames: quickClipFrames(definition.frames),
    steps: definition.steps === 0 ? QUICK_STEPS : Math.min(definition.steps, QUICK_STEPS),
  }),
} satisfies Layout<FolderDefinition>;
