import { z } from 'zod';

const isPowerOfTwo = (n: number): boolean => Number.isInteger(Math.log2(n));

/** How a spectrogram is made from a recording (methods.md 5.1). Lengths in samples at `rate` unless the name has a unit. */
export const SpectrogramSettings = z
  .strictObject({
    /** `librosa`: centred STFT, zeros beyond the ends; `scipy`: no centring, overlap = window - hop. */
    variant: z.enum(['librosa', 'scipy']).default('librosa').meta({
      title: 'Form',
      description: 'librosa: frames centred, as in the official code. scipy: not centred, as in the paper.',
    }),
    rate: z
      .int()
      .min(1000)
      .max(192_000)
      .default(22_050)
      .meta({ title: 'Sample rate, Hz', description: 'Recordings of another rate are resampled.' }),
    window: z
      .int()
      .min(16)
      .max(16_384)
      .refine(isPowerOfTwo, 'must be a power of two')
      .default(512)
      .meta({ title: 'Window, samples', description: 'A power of two. Half of it plus one are the rows of the spectrogram.' }),
    hop: z
      .int()
      .min(1)
      .max(16_384)
      .default(353)
      .meta({ title: 'Hop, samples', description: 'From one column of the spectrogram to the next.' }),
    /** A shorter recording is tiled to this length, a longer one is cut. */
    seconds: z
      .number()
      .positive()
      .max(600)
      .default(3)
      .meta({ title: 'Length, s', description: 'A shorter recording is repeated to this length, a longer one is cut.' }),
  })
  .refine((s) => Math.floor(s.seconds * s.rate) >= s.window, { message: 'must be at least one window long', path: ['seconds'] });

const Range = z.tuple([z.number().positive(), z.number().positive()]).refine(([from, to]) => from <= to, 'must not fall');

/** Random changes of a training frame, drawn for each frame and epoch. Defaults are torchvision's, as in the official transform. */
export const AugmentSettings = z.strictObject({
  /** Share of the picture's area that a random crop keeps. [1, 1] with ratio [1, 1] takes the whole of a square picture. */
  scale: Range.refine(([, to]) => to <= 1, 'must not exceed 1')
    .default([0.08, 1])
    .meta({ title: 'Crop, share of the area', description: 'From the smallest to the largest; 1 is the whole picture.' }),
  /** Width over height of the crop. */
  ratio: Range.default([3 / 4, 4 / 3]).meta({ title: 'Crop, width over height' }),
  flipProbability: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .meta({ title: 'Mirrored, probability', description: '0 where a mirror image would mean something else: letters, digits.' }),
});

export const FrameSettings = z.strictObject({
  /** Frames given to the network per sample. */
  count: z.int().min(1).max(64).default(3).meta({ title: 'Frames a sample', description: 'Each sample needs as many pictures.' }),
  /** Height and width given to the network, in pixels. */
  size: z.int().min(8).max(1024).default(224).meta({ title: 'Size, pixels', description: 'Height and width after resizing.' }),
  /** Folder of the frames; `Image-03-FPS` in the official layout. */
  folder: z.string().default('Image-03-FPS').meta({
    title: 'Folder of the pictures',
    description: 'Holds a folder <stem> a sample, with its frames in the order of their names.',
  }),
  /** How frames are chosen when there are more than `count`: `random` as the official loader (train and test alike), `uniform` spreads them. */
  choice: z
    .enum(['random', 'uniform'])
    .default('random')
    .meta({ title: 'Which frames', description: 'Where there are more: drawn anew in each epoch, or spread evenly.' }),
  /** The same for validation and test where it differs from `choice`; random there is by the sample's name, alike at each evaluation. */
  testChoice: z.enum(['random', 'uniform']).optional().meta({
    title: 'Which frames in evaluation',
    description: 'Left out: as above. Random is by the name of the sample, always the same.',
  }),
  augment: AugmentSettings.prefault({}).meta({ title: 'Random changes in training' }),
});

const share = z.number().gt(0).lt(1);
const seed = z.int().nonnegative().default(0).meta({ title: 'Seed of the draw' });

export const ValidationSplit = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }).meta({ title: 'None: the best checkpoint is the last' }),
  /** This share of the training list, stratified by class, drawn by `seed`. */
  z
    .strictObject({
      kind: z.literal('share'),
      share: share.meta({
        title: 'Share of the training list',
        description: 'Above 0, below 1; class by class.',
        examples: [0.1],
      }),
      seed,
    })
    .meta({ title: 'A share of the training list' }),
  /** A list file in the form of the training list. Its samples are taken out of training where they occur there. */
  z
    .strictObject({ kind: z.literal('list'), file: z.string().meta({ title: 'Validation list', examples: ['validation.csv'] }) })
    .meta({ title: 'A list of its own' }),
  /** All samples of these speakers (or of a seeded share of the speakers) leave training. */
  z
    .strictObject({
      kind: z.literal('speaker'),
      speakers: z.array(z.string()).default([]).meta({ title: 'Speakers', description: 'Names as they stand in the stems.' }),
      share: share.optional().meta({ title: 'Or a share of the speakers', description: 'Above 0, below 1.', examples: [0.2] }),
      seed,
    })
    .meta({ title: 'Speakers of the training list' })
    .refine((v) => v.speakers.length > 0 !== (v.share !== undefined), 'needs either speakers or share'),
]);

export type SpectrogramSettings = z.output<typeof SpectrogramSettings>;
export type AugmentSettings = z.output<typeof AugmentSettings>;
export type FrameSettings = z.output<typeof FrameSettings>;
export type ValidationSplit = z.output<typeof ValidationSplit>;
