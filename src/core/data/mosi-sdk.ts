import { z } from 'zod';
import { baseFields, commonFields } from './base.ts';
import type { Layout } from './layout.ts';
import { MOSI_CITATION, MOSI_LICENCE, sentimentFields, sentimentModalities } from './mosi.ts';

const csd = (title: string, description: string, file: string): z.ZodDefault<z.ZodString> =>
  z.string().min(1, 'must not be empty').default(file).meta({ title, description });

/** CMU-MOSI and CMU-MOSEI as the CMU SDK downloads them: .csd files (HDF5), each with features and their times. */
export const MosiSdkDefinition = z.strictObject({
  layout: z.literal('mosi-sdk'),
  ...baseFields,
  text: csd('Word vectors', 'Vectors of the words with the times at which they are said.', 'CMU_MOSI_TimestampedWordVectors.csd'),
  audio: csd('Sound', 'Features of the sound, with times.', 'CMU_MOSI_COVAREP.csd'),
  vision: csd('Vision', 'Features of the face, with times.', 'CMU_MOSI_Visual_Facet_42.csd'),
  labels: csd('Labels', 'The segments of the videos and their scores.', 'CMU_MOSI_Opinion_Labels.csd'),
  words: z.string().optional().meta({ title: 'Words', description: 'The words themselves, shown in previews; not needed.' }),
  folds: z.string().default('').meta({
    title: 'Split',
    description:
      'Empty: the standard split of CMU-MOSI. Else a file that lists the videos of each split, such as cmu_mosei_std_folds.py.',
  }),
  ...sentimentFields,
  steps: z.int().min(1).max(2000).default(50).meta({
    title: 'Words a sample',
    description: 'The last of a longer segment; zeros before a shorter one, as the SDK has it.',
  }),
  ...commonFields,
});
export type MosiSdkDefinition = z.output<typeof MosiSdkDefinition>;

const QUICK_STEPS = 20;

export const mosiSdk = {
  id: 'mosi-sdk',
  label: 'CMU-MOSI or CMU-MOSEI: .csd files of the CMU SDK',
  about: {
    summary:
      'CMU-MOSI and CMU-MOSEI as the CMU Multimodal SDK downloads them. Sound and vision are averaged over each word, words gathered in the segments of the labels.',
    files: [
      { path: '*WordVectors.csd', text: 'vectors of the words, with times' },
      { path: '*COVAREP.csd', text: 'features of the sound, with times' },
      { path: '*Facet*.csd or *OpenFace*.csd', text: 'features of the face, with times' },
      { path: '*Labels.csd', text: 'segments and their scores' },
      { path: '*TimestampedWords.csd', text: 'the words themselves, if they are to be shown' },
    ],
    licence: MOSI_LICENCE,
    citation: MOSI_CITATION,
  },
  definition: MosiSdkDefinition,
  modalities: sentimentModalities,
  quick: (definition) => ({ ...definition, steps: Math.min(definition.steps, QUICK_STEPS) }),
} as const satisfies Layout<MosiSdkDefinition>;
