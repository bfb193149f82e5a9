import { z } from 'zod';
import { spectrogramShape } from './audio/spectrogram-shape.ts';
import { baseFields, ClassNames, commonFields } from './base.ts';
import type { ModalityInfo } from './dataset.ts';
import type { Layout } from './layout.ts';
import { officialFrames, OfficialValidation, quickOfficialFrames } from './official-samples.ts';
import { SpectrogramSettings } from './settings.ts';

const folder = (name: string, title: string, description: string) => z.string().default(name).meta({ title, description });
const { rate, window, hop, seconds } = SpectrogramSettings.shape;

/** A drawn part of the recording as a centred spectrogram (methods.md 5.3). Lengths in samples at `rate`. */
export const CroppedSoundSettings = z
  .strictObject({
    rate: rate
      .unwrap()
      .default(16_000)
      .meta({ title: 'Sample rate, Hz', description: 'Recordings of another rate are resampled.' }),
    window: window.unwrap().default(256).meta({ title: 'Window, samples', description: 'A power of two.' }),
    hop: hop.unwrap().default(128).meta({ title: 'Hop, samples' }),
    seconds: seconds.unwrap().default(5).meta({
      title: 'Length, s',
      description: 'Drawn from the recording, which is doubled until it is twice as long.',
    }),
  })
  .refine((s) => Math.floor(s.seconds * s.rate) >= s.window, { message: 'must be at least one window long', path: ['seconds'] });

const Frames = officialFrames('first', 'first: the first ones, as the loader of OGM-GE does; random; spread evenly.');

/** VGGSound as the loader of the OGM-GE repository expects it: recordings, folders of frames, `vggsound.csv`. */
export const VggSoundDefinition = z.strictObject({
  layout: z.literal('vggsound'),
  ...baseFields,
  list: folder('vggsound.csv', 'List', 'One "id,start,label,split" a line, as published.'),
  trainAudio: folder('train-audios/train-set', 'Folder of the training recordings', 'Holds <id>_<start>.wav.'),
  testAudio: folder('test-audios/test-set', 'Folder of the test recordings', 'Holds <id>_<start>.wav.'),
  trainFrames: folder(
    'train-videos/train-set-img/Image-01-FPS',
    'Folder of the training frames',
    'Holds a folder <id>_<start>.mp4 a clip, with its frames in the order of their names.',
  ),
  testFrames: folder('test-videos/test-set-img/Image-01-FPS', 'Folder of the test frames', 'In the same form.'),
  /** Empty: in the order in which they first occur among the training clips. */
  classes: ClassNames,
  validation: OfficialValidation,
  ...commonFields,
  sound: CroppedSoundSettings.prefault({}).meta({ title: 'Sound' }),
  frames: Frames.prefault({}).meta({ title: 'Pictures' }),
});
export type VggSoundDefinition = z.output<typeof VggSoundDefinition>;

/** The same as settings of a spectrogram. */
export const croppedSpectrogram = ({ sound }: Pick<VggSoundDefinition, 'sound'>): SpectrogramSettings => ({
  variant: 'librosa',
  ...sound,
});

/** Both modalities, their shapes as the settings have them. */
export const vggSoundModalities = (definition: VggSoundDefinition): [ModalityInfo, ModalityInfo] => [
  { id: 'audio', kind: 'spectrogram', shape: spectrogramShape(croppedSpectrogram(definition)) },
  { id: 'video', kind: 'frames', shape: [definition.frames.count, definition.frames.size, definition.frames.size, 3] },
];

export const vggSound = {
  id: 'vggsound',
  label: 'VGGSound, prepared: wav, frames and vggsound.csv',
  about: {
    summary:
      'VGGSound as the loader of the OGM-GE repository expects it: recordings, frames at one a second, the published list. ' +
      'Clips without a recording or with fewer than four frames are left out, as there.',
    files: [
      { path: 'vggsound.csv', text: 'id,start,label,split a line, as published' },
      {
        path: 'train-audios/train-set/<id>_<start>.wav, test-audios/test-set/…',
        text: 'recordings, mono or more channels, any rate',
      },
      {
        path: 'train-videos/train-set-img/Image-01-FPS/<id>_<start>.mp4/*.jpg, test-videos/test-set-img/…',
        text: 'frames of each clip, one a second',
      },
    ],
    licence: { name: 'CC BY 4.0 (the list; the clips are their owners’)', url: 'https://creativecommons.org/licenses/by/4.0/' },
    citation: 'H. Chen, W. Xie, A. Vedaldi, A. Zisserman: VGGSound: A Large-scale Audio-Visual Dataset. ICASSP 2020.',
  },
  definition: VggSoundDefinition,
  modalities: vggSoundModalities,
  quick: (definition) => ({
    ...definition,
    sound: { rate: 8000, window: 256, hop: 128, seconds: 1 },
    frames: quickOfficialFrames(definition.frames),
  }),
} satisfies Layout<VggSoundDefinition>;
