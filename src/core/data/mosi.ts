import { z } from 'zod';
import { baseFields, commonFields } from './base.ts';
import type { Layout, ModalityForm } from './layout.ts';
import { SentimentClasses } from './sentiment.ts';

/** The three sequences, in the order of the network's branches. */
export const SENTIMENT_MODALITIES = ['text', 'audio', 'vision'] as const;
export type SentimentModality = (typeof SENTIMENT_MODALITIES)[number];

/** The fields that CMU-MOSI's layouts share. */
export const sentimentFields = {
  scores: SentimentClasses.prefault({ kind: 'two' }).meta({
    title: 'Classes',
    description: 'How the scores from −3 to 3 become classes.',
  }),
} as const;

export const sentimentModalities = (): ModalityForm[] => SENTIMENT_MODALITIES.map((id) => ({ id, kind: 'sequence' }));

export const MOSI_CITATION =
  'A. Zadeh, R. Zellers, E. Pincus, L.-P. Morency: MOSI: Multimodal Corpus of Sentiment Intensity and Subjectivity Analysis in Online Opinion Videos. arXiv:1606.06259, 2016. ' +
  'CMU-MOSEI: A. Zadeh, P. P. Liang, S. Poria, E. Cambria, L.-P. Morency: Multimodal Language Analysis in the Wild. ACL 2018.';

export const MOSI_LICENCE = {
  name: 'For academic research, by the terms of the CMU MultiComp lab',
  url: 'http://multicomp.cs.cmu.edu/resources/cmu-mosi-dataset/',
} as const;

/** CMU-MOSI and CMU-MOSEI as MultiBench and MMSA hand them out: one pickle of a dict of three splits, each a dict of arrays. */
export const MosiDefinition = z.strictObject({
  layout: z.literal('mosi'),
  ...baseFields,
  file: z
    .string()
    .min(1, 'must not be empty')
    .default('mosi_data.pkl')
    .meta({ title: 'Pickle', description: 'Holds train, valid and test, each with text, audio, vision and labels.' }),
  ...sentimentFields,
  steps: z
    .int()
    .min(0)
    .max(2000)
    .default(0)
    .meta({ title: 'Steps', description: '0: as in the file. Longer sequences are cut, shorter ones filled up with zeros.' }),
  /** `end`: the zeros before the first word go, and zeros follow the last, as MultiBench; `stored`: as in the file, as MMSA and BalanceBenchmark. */
  padding: z.enum(['stored', 'end']).default('end').meta({
    title: 'Zeros that fill up',
    description: 'end: those before the first word are moved behind the last (MultiBench). stored: as in the file (MMSA).',
  }),
  withoutText: z.enum(['leave-out', 'keep']).default('leave-out').meta({
    title: 'Samples without a word',
    description: 'Whose text is all zeros: MultiBench leaves them out, MMSA keeps them.',
  }),
  ...commonFields,
});
export type MosiDefinition = z.output<typeof MosiDefinition>;

const QUICK_STEPS = 20;

export const mosi = {
  id: 'mosi',
  label: 'CMU-MOSI or CMU-MOSEI: a pickle of MultiBench or MMSA',
  about: {
    summary:
      'CMU-MOSI and CMU-MOSEI as MultiBench and MMSA hand them out: one pickle with the three splits. It is read, never executed.',
    files: [
      { path: 'mosi_data.pkl, mosi_raw.pkl, mosei_senti_data.pkl', text: 'MultiBench: text, audio, vision, labels, id' },
      { path: 'aligned_50.pkl, unaligned_50.pkl', text: 'MMSA: text, audio, vision, regression_labels, id, raw_text' },
    ],
    licence: MOSI_LICENCE,
    citation: MOSI_CITATION,
  },
  definition: MosiDefinition,
  modalities: sentimentModalities,
  quick: (definition) => ({
    ...definition,
    steps: definition.steps === 0 ? QUICK_STEPS : Math.min(definition.steps, QUICK_STEPS),
  }),
} as const satisfies Layout<MosiDefinition>;
