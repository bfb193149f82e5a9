import { z } from 'zod';

const dim = z.int().min(1).max(8192).nullable().default(null).meta({
  title: 'Width',
  description:
    'Of every step inside the encoder, and of its features. Off: twice the features of each modality, as MultiBench has it.',
  unit: 'channels',
});

/**
 * The encoder of a modality of `sequence` kind; pictures and spectrograms never read it. Defaults are MultiBench's `Transformer`, whose
 * layers have PyTorch's own defaults (methods.md 4.4). BalanceMM's `Transformer_` is dim 1024, heads 4, layers 2.
 */
export const SequenceSettings = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('transformer'),
        dim,
        heads: z.int().min(1).max(64).default(5).meta({ title: 'Heads', description: 'Of attention. They divide the width.' }),
        layers: z.int().min(1).max(48).default(5).meta({ title: 'Layers', description: '5 in MultiBench, 2 in BalanceMM.' }),
        feedForward: z.int().min(1).max(65_536).default(2048).meta({
          title: 'Feed-forward',
          description: 'Width between the two linear layers of a block; 2048 is PyTorch’s default.',
          unit: 'channels',
          advanced: true,
        }),
        dropout: z.number().min(0).lt(1).default(0.1).meta({
          title: 'Dropout',
          description: 'Share of values zeroed in training; 0.1 is PyTorch’s default.',
          advanced: true,
        }),
      })
      .refine((o) => o.dim === null || o.dim % o.heads === 0, { path: ['dim'], message: 'is no multiple of heads' })
      .meta({ title: 'Transformer' }),
    z.strictObject({ kind: z.literal('gru'), dim }).meta({ title: 'GRU' }),
  ])
  .default({ kind: 'transformer', dim: null, heads: 5, layers: 5, feedForward: 2048, dropout: 0.1 })
  .meta({
    title: 'Sequences',
    description:
      'The encoder of sequences of features (text, or audio and video as feature vectors). Pictures and sound do not use it.',
    advanced: true,
  });
export type SequenceSettings = z.output<typeof SequenceSettings>;

/**
 * Width of the encoder of `features` features a step: as set, else twice the features, rounded up to a multiple of the heads.
 * 20, 5 and 300 features give 40, 10 and 600, as in MultiBench's example for CMU-MOSI; where 74 features would give 148, which five
 * heads do not divide, it is 150. A GRU has no heads to divide it.
 */
export function sequenceWidth(settings: SequenceSettings, features: number): number {
  if (settings.dim !== null) return settings.dim;
  const heads = settings.kind === 'transformer' ? settings.heads : 1;
  return Math.ceil((2 * features) / heads) * heads;
}
