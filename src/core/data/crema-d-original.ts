import { z } from 'zod';
import { spectrogramShape } from './audio/spectrogram-shape.ts';
import { baseFields, ClassNames, commonFields } from './base.ts';
import { ClipFrameSettings, quickClipFrames } from './clip-settings.ts';
import { cremaD } from './crema-d.ts';
import type { ModalityInfo } from './dataset.ts';
import { TestLists, TestShare, TestSpeakers } from './divided.ts';
import type { Layout } from './layout.ts';
import { quickSpectrogram } from './quick.ts';
import { SpectrogramSettings, ValidationSplit } from './settings.ts';

/** CREMA-D as its authors hand it out: recordings and videos, emotion and actor in the file name, no frames and no lists. */
export const CremaDOriginalDefinition = z.strictObject({
  layout: z.literal('crema-d-original'),
  ...baseFields,
  audioFolder: z
    .string()
    .default('AudioWAV')
    .meta({ title: 'Folder of the recordings', description: 'Holds <actor>_<sentence>_<EMOTION>_<level>.wav.' }),
  videoFolder: z.string().default('VideoFlash').meta({
    title: 'Folder of the videos',
    description: 'Holds a video of the same name for each recording: flv, mp4, webm, mkv, avi.',
  }),
  /** The test set; the official lists are random and have all actors in both. */
  test: z.discriminatedUnion('kind', [TestShare, TestSpeakers, TestLists]).prefault({ kind: 'share' }).meta({
    title: 'Training and test',
    description: 'The official lists (10 % for test, drawn; every actor in both), or a draw of samples or of actors.',
  }),
  /** Empty: the official map, NEU HAP SAD FEA DIS ANG. */
  classes: ClassNames,
  validation: ValidationSplit.default({ kind: 'none' }).meta({
    title: 'Validation',
    description: 'What chooses the best checkpoint. The test samples are never touched for it.',
  }),
  ...commonFields,
  spectrogram: SpectrogramSettings.prefault({}).meta({ title: 'Sound' }),
  frames: ClipFrameSettings.prefault({}).meta({ title: 'Pictures' }),
});
export type CremaDOriginalDefinition = z.output<typeof CremaDOriginalDefinition>;

/** Both modalities, their shapes as the settings have them. */
export const cremaDOriginalModalities = ({ spectrogram, frames }: CremaDOriginalDefinition): [ModalityInfo, ModalityInfo] => [
  { id: 'audio', kind: 'spectrogram', shape: spectrogramShape(spectrogram) },
  { id: 'video', kind: 'frames', shape: [frames.count, frames.size, frames.size, 3] },
];

export const cremaDOriginal = {
  id: 'crema-d-original',
  label: 'CREMA-D, as downloaded: AudioWAV and VideoFlash',
  about: {
    summary:
      'CREMA-D as its authors hand it out. Frames are taken from the videos as the official script does, once; emotion and actor are in the file names.',
    files: [
      { path: 'AudioWAV/1001_DFA_ANG_XX.wav', text: 'recordings: actor, sentence, emotion, level' },
      { path: 'VideoFlash/1001_DFA_ANG_XX.flv', text: 'a video for each of them; mp4, webm, mkv and avi do as well' },
      {
        path: 'train.csv, test.csv',
        text: 'the official lists, stem,LABEL a line; without them samples or actors are drawn for test',
      },
    ],
    licence: cremaD.about.licence,
    citation: cremaD.about.citation,
  },
  definition: CremaDOriginalDefinition,
  modalities: cremaDOriginalModalities,
  quick: (definition) => ({
    ...definition,
    spectrogram: quickSpectrogram(definition.spectrogram),
    frames: quickClipFrames(definition.frames),
  }),
} satisfies Layout<CremaDOriginalDefinition>;

/** What a file name of CREMA-D says: `1001_DFA_ANG_XX`. One recording of the real set ends in a single X. */
const STEM = /^(\d+)_[A-Z]+_([A-Z]+)_[A-Z]{1,2}$/;

/** Emotion and actor of a file name; null where it is not in the form. */
export function cremaDStem(stem: string): { readonly actor: string; readonly emotion: string } | null {
  const [, actor, emotion] = STEM.exec(stem) ?? [];
  return actor === undefined || emotion === undefined ? null : { actor, emotion };
}
