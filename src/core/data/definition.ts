import { z } from 'zod';

/**
 * What a data set is: a plain JSON definition. Files stay where they are; nothing is copied. Paths are absolute, or relative to
 * the definition file's folder.
 */

/** How a spectrogram is made from a recording (methods.md 5.1). Lengths in samples at `rate` unless the name has a unit. */
export const SpectrogramSettings = z.strictObject({
  /** `librosa`: centred STFT with reflect padding off (zeros), hop in samples; `scipy`: no centring, `overlap = window - hop`. */
  variant: z.enum(['librosa', 'scipy']).default('librosa'),
  rate: z.int().min(1000).max(192_000).default(22_050),
  window: z.int().min(16).max(16_384).default(512),
  hop: z.int().min(1).max(16_384).default(353),
  /** A shorter recording is tiled to this length, a longer one is cut. */
  seconds: z.number().positive().max(600).default(3),
});

export const FrameSettings = z.strictObject({
  /** Frames given to the network per sample. */
  count: z.int().min(1).max(64).default(3),
  /** Height and width given to the network, in pixels. */
  size: z.int().min(8).max(1024).default(224),
  /** Folder of the frames; `Image-03-FPS` in the official layout. */
  folder: z.string().default('Image-03-FPS'),
  /** How frames are chosen when there are more than `count`: `random` as the official loader (train and test alike), `uniform` spreads them. */
  choice: z.enum(['random', 'uniform']).default('random'),
});

export const ValidationSplit = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  /** This share of the training list, stratified by class, drawn by `seed`. */
  z.strictObject({ kind: z.literal('share'), share: z.number().gt(0).lt(1), seed: z.int().nonnegative().default(0) }),
  /** A list file in the form of the training list. Its samples are taken out of training where they occur there. */
  z.strictObject({ kind: z.literal('list'), file: z.string() }),
  /** All samples of these speakers (or of a seeded share of the speakers) leave training. */
  z.strictObject({
    kind: z.literal('speaker'),
    speakers: z.array(z.string()).default([]),
    share: z.number().gt(0).lt(1).optional(),
    seed: z.int().nonnegative().default(0),
  }),
]);

/** The CREMA-D layout and everything in its form: a folder of wav files, folders of frames, two lists `stem,LABEL`. */
export const CremaDDefinition = z.strictObject({
  layout: z.literal('crema-d'),
  name: z.string().min(1),
  root: z.string(),
  audioFolder: z.string().default('AudioWAV'),
  trainList: z.string().default('train.csv'),
  testList: z.string().default('test.csv'),
  /** Class names in index order; empty: the official map when its six labels are found, else the sorted labels of the lists. */
  classes: z.array(z.string()).default([]),
  validation: ValidationSplit.default({ kind: 'none' }),
  /** Which `_`-separated part of a stem names the speaker, counted from 0 (CREMA-D: 0, av-digits: 1). */
  speakerField: z.int().nonnegative().default(0),
  spectrogram: SpectrogramSettings.prefault({}),
  frames: FrameSettings.prefault({}),
});

export const DatasetDefinition = z.discriminatedUnion('layout', [CremaDDefinition]);
export type DatasetDefinition = z.output<typeof DatasetDefinition>;
export type CremaDDefinition = z.output<typeof CremaDDefinition>;
export type SpectrogramSettings = z.output<typeof SpectrogramSettings>;
export type FrameSettings = z.output<typeof FrameSettings>;
export type ValidationSplit = z.output<typeof ValidationSplit>;
